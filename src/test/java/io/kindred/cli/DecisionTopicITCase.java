package io.kindred.cli;

import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.InvalidRequestException;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.SharedBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionTopicITCase {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path folder;

    private final KafkaBroker broker = SharedBroker.get();

    @Test
    void decisionsAboutAPairStayInOrder() throws Exception {
        broker.create("decide", 3);
        Path properties = Files.writeString(folder.resolve("client"), "client.id=ann\n");
        try (DecisionTopic topic =
                DecisionTopic.open(broker.servers(), "decide", Optional.of(properties))) {
            topic.append(decision("1", "2", 1), "ann", AT);
            topic.append(decision("2", "1", 2), "ann", AT);
            // Each is there as soon as the call returns.
            assertThat(broker.read("decide")).hasSize(2);
        }
        List<ConsumerRecord<byte[], byte[]>> messages = broker.read("decide");
        assertThat(messages.get(0).key()).isEqualTo(messages.get(1).key());
        assertThat(messages.get(0).partition()).isEqualTo(messages.get(1).partition());
        assertThat(new String(messages.get(1).value(), StandardCharsets.UTF_8))
                .startsWith("{\"decision\":\"same\",")
                .contains("\"version\":2,", "\"decided_by\":\"ann\"");
    }

    @Test
    void saysWhyATopicCannotBeWritten() {
        assertThatThrownBy(() -> DecisionTopic.open(broker.servers(), "no-such", Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--topic: there is no topic 'no-such' at ");
        assertThatThrownBy(() -> DecisionTopic.open("127.0.0.1:1", "decide", Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("decide: cannot reach Kafka at 127.0.0.1:1");
        assertThatThrownBy(
                        () -> DecisionTopic.open(broker.servers(), "decide", Optional.of(folder)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot be read as a file of properties");
    }

    private static Decision decision(String left, String right, long version) {
        return Decision.about(
                new RecordIdentity("person", "crm", left),
                new RecordIdentity("person", "crm", right),
                OptionalLong.of(version),
                Op.UPSERT,
                Verdict.SAME,
                "");
    }
}
