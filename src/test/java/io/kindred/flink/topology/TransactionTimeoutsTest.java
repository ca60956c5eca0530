package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransactionTimeoutsTest {

    @TempDir private Path folder;

    @Test
    void outlastTwoCheckpoints() {
        assertThatCode(() -> build(job(Map.of("transaction_timeout_ms", 20_000), 10_000)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> build(job(Map.of("transaction_timeout_ms", 19_999), 10_000)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        folder.resolve("job.yaml")
                                + ": sinks.entities.transaction_timeout_ms: 19999 is too short for"
                                + " a checkpoint interval of 10000 ms; expected at least 20000 (and"
                                + " no more than the broker's transaction.max.timeout.ms)");
        assertThatCode(() -> build(job(Map.of("delivery", "at_least_once"), 86_400_000)))
                .doesNotThrowAnyException();
    }

    @Test
    void areHeldAgainstTheIntervalOfTheCluster() {
        Configuration given = new Configuration();
        given.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(10));

        assertThatThrownBy(() -> build(job(Map.of(), 10_000), given))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("900000 is too short for a checkpoint interval of 600000 ms");
    }

    private TestJob job(Map<String, Object> fields, int checkpointMillis) {
        Map<String, Object> sink = new HashMap<>(fields);
        sink.put("type", "kafka");
        sink.put("topic", "out");
        return PeopleJob.in(folder)
                .lines("in.jsonl", List.of())
                .records("in.jsonl")
                .with("kafka", Map.of("bootstrap_servers", "localhost:1"))
                .with("checkpoint_interval_ms", checkpointMillis)
                .with("sinks", Map.of("entities", sink));
    }

    private static void build(TestJob job) {
        build(job, new Configuration());
    }

    private static void build(TestJob job, Configuration given) {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 1, given);
        JobGraphBuilder.build(env, config);
    }
}
