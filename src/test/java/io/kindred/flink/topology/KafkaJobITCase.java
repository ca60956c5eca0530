package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.JobCounts;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.KafkaOutputTopics;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** From Kafka to Kafka, through failures. */
@ExtendWith(SharedCluster.class)
class KafkaJobITCase {

    private static final int VERSIONS = 2000;
    private static final int FAILURES = 3;
    private static final int PARTITIONS = 3;

    private static final KafkaBroker BROKER = SharedBroker.get();

    @TempDir private Path folder;

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("exactly_once, 100, 61")
    void endsAsTheOracleSaysThoughItFailsWithLargeBatches(String delivery, int batch, long seed)
            throws Exception {
        endsAsTheOracleSaysThoughItFails(delivery, batch, seed);
    }

    @ParameterizedTest
    @CsvSource("exactly_once, 7, 62")
    void endsAsTheOracleSaysThoughItFails(String delivery, int batch, long seed) throws Exception {
        String name = "failing-" + seed;
        List<SourceRecord> records = CollidingPeople.versions(seed, VERSIONS);
        BROKER.create(name, PARTITIONS);
        BROKER.sendAll(name, PARTITIONS, records.stream().map(RecordJson::line).toList());
        KafkaOutputTopics outputs = KafkaOutputTopics.createWithOptional(BROKER, name + "-out", 2);
        TestJob job =
                job(name)
                        .source(source(name))
                        .with("batch", Map.of("records", batch, "interval_ms", 50))
                        .with("sinks", outputs.sinks(Map.of("delivery", delivery)));
        try (Disturbance failures = new Disturbance(name, seed, FAILURES)) {
            JobConfig config = job.config();
            StreamExecutionEnvironment env =
                    JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
            JobGraphBuilder.build(env, config, failures::disturb);
            Map<String, Object> counts = env.execute(name).getAllAccumulatorResults();

            assertThat(failures.failuresLeft()).isZero();
            // What decoding counted is lost of a subtask that had ended before a failure.
            JobCounts taken = new JobCounts(counts);
            assertThat(
                            Stream.of(Count.ACCEPTED, Count.REPLAYED, Count.OUTDATED)
                                    .mapToLong(taken::get)
                                    .sum())
                    .isEqualTo(records.size());
            assertThat(taken.deadLetters()).isZero();
        }
        FoldedOutputs folded = outputs.fold(folder.resolve("folded"));
        Oracle expected = CollidingPeople.oracle(records);
        assertThat(folded.result()).as("seed %d", seed).isEqualTo(expected.result());
        assertThat(folded.goldenValues()).as("seed %d", seed).isEqualTo(expected.goldenValues());
        assertThat(folded.records()).as("seed %d", seed).isEqualTo(expected.records());
        assertThat(folded.anyGone()).isTrue();
    }

    private TestJob job(String name) {
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                .with("kafka", Map.of("bootstrap_servers", BROKER.servers()))
                .with("checkpoint_interval_ms", 50)
                .restarting();
    }

    private static Map<String, Object> source(String topic) {
        return Map.of(
                "type", "kafka", "name", "in", "topic", topic, "format", "record", "end", "latest");
    }
}
