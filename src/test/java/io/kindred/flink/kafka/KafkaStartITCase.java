package io.kindred.flink.kafka;

import io.kindred.codec.InvalidConfigException;
import io.kindred.testkit.FreePorts;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.TestJob;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.CompressionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Topics and brokers that are not there, before and while a job starts. */
class KafkaStartITCase {

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;

    @Test
    void aMissingTopicIsNamedWithItsPlaceInTheJobFile() throws Exception {
        BROKER.create("start-there", 1);
        BROKER.create("start-out", 1);

        assertThatThrownBy(() -> check(job(List.of("start-there", "start-nope"), "start-out")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(problem("sources[0]", "start-nope"));
        assertThatThrownBy(
                        () ->
                                KafkaStart.checkReachable(
                                        job(List.of("start-there"), "start-nope").config()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(problem("sinks.entities", "start-nope"));
        assertThatCode(() -> check(job(List.of("start-there"), "start-out")))
                .doesNotThrowAnyException();
    }

    private String problem(String place, String topic) {
        return String.format(
                "%s: %s: there is no topic '%s' at %s; create it first",
                folder.resolve("job.yaml"), place, topic, BROKER.servers());
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamed() {
        String servers = "127.0.0.1:" + FreePorts.next();
        TestJob job = job(List.of("in"), "out").with("kafka", Map.of("bootstrap_servers", servers));

        assertThatThrownBy(() -> check(job))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(
                        folder.resolve("job.yaml")
                                + ": sources[0]: cannot reach Kafka at "
                                + servers
                                + ": ")
                .hasMessageEndingWith("; start it, or correct bootstrap_servers");
        assertThatCode(() -> KafkaStart.checkReachable(job.config())).doesNotThrowAnyException();
    }

    @Test
    void aSinkAsksForTheLimitOfItsTopic() throws Exception {
        BROKER.create("start-limited", 1, Map.of("max.message.bytes", "5000"));
        Properties producer = new Properties();
        producer.putAll(
                Map.of(
                        "bootstrap.servers", BROKER.servers(),
                        "compression.type", "zstd",
                        "max.request.size", "7000"));

        assertThat(MessageLimits.ask("sinks.entities", "start-limited", producer))
                .isEqualTo(
                        new MessageLimits(
                                "sinks.entities",
                                "start-limited",
                                5000,
                                7000,
                                CompressionType.ZSTD));
        assertThatThrownBy(() -> MessageLimits.ask("sinks.entities", "start-nope", producer))
                .isInstanceOf(KafkaException.class)
                .hasMessage(
                        "sinks.entities: there is no topic 'start-nope' at "
                                + BROKER.servers()
                                + "; create it first");
    }

    private static void check(TestJob job) throws InterruptedException {
        KafkaStart.check(job.config(), Duration.ZERO);
    }

    private TestJob job(List<String> topics, String sink) {
        return new TestJob(folder, "entity_types: {person: {}}")
                .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                .with("sinks", Map.of("entities", Map.of("type", "kafka", "topic", sink)))
                .source(Map.of("type", "kafka", "topics", topics, "format", "record"));
    }
}
