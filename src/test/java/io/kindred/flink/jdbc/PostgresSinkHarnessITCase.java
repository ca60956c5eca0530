package io.kindred.flink.jdbc;

import io.kindred.flink.config.PostgresConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.PostgresServer;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresSinkHarnessITCase {

    private static final int KEY_GROUPS = 16;

    @TempDir private Path folder;

    private String url;

    @BeforeEach
    void takeDatabase() throws IOException {
        url = PostgresServer.shared().database();
        Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
    }

    @Test
    void nothingIsWrittenBeforeACheckpointHoldsIt() throws Exception {
        try (Harness sink = new Harness("run", 1, 0)) {
            sink.open();
            sink.take("a", 1);
            sink.harness.snapshot(1, 0);
            sink.take("a", 2);
            sink.take("b", 1);
            assertThat(rows()).isEmpty();

            sink.harness.notifyOfCompletedCheckpoint(1);
            assertThat(rows()).containsExactly("a,1");

            sink.harness.snapshot(2, 0);
            sink.take("a", 3);
            // The operator is not notified of its completion.
            sink.harness.snapshot(3, 0);
            sink.take("a", 4);
            sink.harness.notifyOfCompletedCheckpoint(3);
            assertThat(rows()).containsExactly("a,3", "b,1");
            assertThat(sink.entries()).isEqualTo(1);
        }
    }

    /** Other batches have other revisions, so that the key can end with a lesser one. */
    @Test
    void rowsOfAnAbandonedAttemptAreNeverSeen() throws Exception {
        OperatorSubtaskState state;
        try (Harness sink = new Harness("run", 1, 0)) {
            sink.open();
            sink.take("a", 1);
            state = sink.harness.snapshot(1, 0);
            sink.harness.notifyOfCompletedCheckpoint(1);
            sink.take("a", 2);
            sink.take("a", 9);
            sink.take("stray", 1);
            // Never complete.
            sink.harness.snapshot(2, 0);
        }
        try (Harness sink = new Harness("of another start", 1, 0)) {
            sink.restore(state, 1);
            sink.take("a", 3);
            sink.harness.snapshot(3, 0);
            sink.harness.notifyOfCompletedCheckpoint(3);
        }
        assertThat(rows()).containsExactly("a,3");
    }

    @Test
    void rowsOfARestoredStateAreWrittenAtOnceInAnyNumberOfSubtasks() throws Exception {
        OperatorSubtaskState state;
        try (Harness sink = new Harness("run", 1, 0)) {
            sink.open();
            for (int i = 0; i < 20; i++) {
                sink.take("key " + i, 1);
            }
            // Complete, but the job fails before the operator is notified.
            state = sink.harness.snapshot(1, 0);
        }
        assertThat(rows()).isEmpty();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (Harness sink = new Harness("of another start", 3, subtask)) {
                sink.restore(state, 1);
                assertThat(sink.entries()).isZero();
            }
        }
        assertThat(rows()).hasSize(20).allMatch(row -> row.endsWith(",1"));
    }

    @Test
    void aRunDoesNotWriteIntoTheRowsOfAnother() throws Exception {
        try (Harness sink = new Harness("first", 1, 0)) {
            sink.open();
            sink.take("a", 1);
            sink.harness.snapshot(1, 0);
            sink.harness.notifyOfCompletedCheckpoint(1);
        }
        try (Harness sink = new Harness("second", 1, 0)) {
            assertThatThrownBy(sink::open)
                    .rootCause()
                    .hasMessageContaining("has rows of another run");
        }
    }

    /** Messages get into logs. */
    @Test
    void noErrorShowsARow() throws Exception {
        try (Harness sink = new Harness("run", 1, 0)) {
            sink.open();
            PostgresServer.execute(
                    url, "ALTER TABLE kindred.entities ADD CHECK (entity_id <> 'private')");
            sink.take("private", 1);
            sink.harness.snapshot(1, 0);
            assertThatThrownBy(() -> sink.harness.notifyOfCompletedCheckpoint(1))
                    .hasStackTraceContaining("violates check constraint")
                    .hasStackTraceContaining("PostgresSinkOperator")
                    .extracting(ExceptionUtils::stringifyException)
                    .asString()
                    .doesNotContain("private");
        }
    }

    private List<String> rows() {
        return PostgresServer.query(
                url, "SELECT entity_id, revision FROM kindred.entities ORDER BY entity_id");
    }

    private final class Harness implements AutoCloseable {

        private final KeyedOneInputStreamOperatorTestHarness<String, OutputRow, Void> harness;
        private final int parallelism;
        private final int subtask;

        Harness(String run, int parallelism, int subtask) throws Exception {
            this.parallelism = parallelism;
            this.subtask = subtask;
            PostgresConfig config =
                    new PostgresConfig(
                            url,
                            PostgresServer.USER,
                            "${file:" + folder.resolve("password") + "}",
                            "kindred",
                            3,
                            Duration.ZERO);
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new PostgresSinkOperator(
                                    config, "entities", "entities", Timeline.MILLIS, run),
                            OutputRow::key,
                            Types.STRING,
                            KEY_GROUPS,
                            parallelism,
                            subtask);
            harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        }

        void open() throws Exception {
            harness.open();
        }

        void restore(OperatorSubtaskState state, int before) throws Exception {
            harness.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            state, KEY_GROUPS, before, parallelism, subtask));
            harness.open();
        }

        void take(String id, int revision) throws Exception {
            assertThat(
                            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                    id, KEY_GROUPS, parallelism))
                    .isEqualTo(subtask);
            String json =
                    String.format(
                            "{\"entity_id\":\"%s\",\"entity_type\":\"person\",\"status\":"
                                    + "\"retired\",\"revision\":%d,\"successors\":[]}",
                            id, revision);
            harness.processElement(
                    new StreamRecord<>(
                            new OutputRow(
                                    id, json.getBytes(StandardCharsets.UTF_8), revision, true)));
        }

        int entries() {
            return ((AbstractKeyedStateBackend<?>)
                            ((AbstractStreamOperator<?>) harness.getOperator())
                                    .getKeyedStateBackend())
                    .numKeyValueStateEntries();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
