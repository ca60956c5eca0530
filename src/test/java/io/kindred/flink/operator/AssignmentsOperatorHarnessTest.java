package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AssignmentsOperatorHarnessTest {

    private static final int SHARD = 3;
    private static final RecordIdentity E2 = SampleUpdates.E2;

    static Stream<StateBackend> backends() {
        return Stream.of(new EmbeddedRocksDBStateBackend(), new HashMapStateBackend());
    }

    @Test
    void emitsRowsAndMovesForTheShownUpdate() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, assigned("E1"), assigned("E1"));
            running.say(Owners.RECONCILE, assigned("E2"));
            running.say(SHARD, assigned("E3"), unassigned());
            running.at(1000);
            assertThat(running.json()).containsExactly(row("E1", 1), row("E2", 2));
            assertThat(running.moves())
                    .containsExactly(
                            new RecordMove(E2, "E1", Optional.of("E2")),
                            RecordMove.arrival(E2, "E2"),
                            new RecordMove(E2, "E3", Optional.of("E2")));
        }
    }

    @Test
    void aDelayedRetractionIsCounted() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, assigned("E1"), unassigned());
            assertThat(running.count(PublishOperator.WAITING)).isEqualTo(1);
            running.at(99);
            assertThat(running.json()).containsExactly(row("E1", 1));
            assertThat(running.moves()).isEmpty();
            running.at(100);
            assertThat(running.rows().get(1).gone()).isTrue();
            assertThat(running.json()).containsExactly(row("E1", 1), retiredRow(2));
            assertThat(running.moves()).containsExactly(new RecordMove(E2, "E1", Optional.empty()));
            assertThat(running.count(PublishOperator.WAITING)).isZero();
            assertThat(running.timers()).isZero();
        }
    }

    @Test
    void aHandOverGivesNoRowButIsCounted() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, assigned("E1"), unassigned());
            running.at(50);
            running.say(Owners.RECONCILE, assigned("E1"));
            running.at(1000);
            assertThat(running.json()).containsExactly(row("E1", 1));
            assertThat(running.moves()).isEmpty();
            assertThat(running.count(PublishOperator.HAND_OVERS)).isEqualTo(1);
            assertThat(running.count(PublishOperator.WAITING)).isZero();
        }
    }

    @Test
    void withoutADelayRetractionsAreShownAtOnce() throws Exception {
        try (PublishHarness<RowQuestion> running =
                PublishHarness.asked(
                        PublishOperator.ofAssignments(
                                Timeline.INTEGER, OutputMode.CHANGELOG, Duration.ZERO),
                        1,
                        0)) {
            running.open();
            running.say(SHARD, assigned("E1"), unassigned());
            assertThat(running.json()).containsExactly(row("E1", 1), retiredRow(2));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theEndOfTheInputShowsDelayedRetractions(StateBackend backend) throws Exception {
        int records = 300;
        try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG, 1, 0)) {
            running.on(backend);
            running.open();
            for (int i = 0; i < records; i++) {
                running.say(SHARD, new Update.Assigned(record(i), "E" + i));
                running.say(SHARD, new Update.Unassigned(record(i)));
            }
            assertThat(running.rows()).hasSize(records);
            running.end();
            assertThat(running.rows()).hasSize(2 * records);
            assertThat(running.moves()).hasSize(records);
            running.at(1000);
            assertThat(running.rows()).hasSize(2 * records);
        }
    }

    @Test
    void delayedRetractionsSurviveARestartWithAnotherParallelism() throws Exception {
        int records = 30;
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            for (int i = 0; i < records; i++) {
                running.say(SHARD, new Update.Assigned(record(i), "E" + i));
                running.say(SHARD, new Update.Unassigned(record(i)));
            }
            snapshot = running.snapshot();
        }
        List<OutputRow> rows = new ArrayList<>();
        List<RecordMove> moves = new ArrayList<>();
        long waiting = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG, 3, subtask)) {
                running.at(10);
                running.restore(snapshot, 3, subtask);
                running.at(99);
                assertThat(running.rows()).isEmpty();
                running.at(100);
                rows.addAll(running.rows());
                moves.addAll(running.moves());
                waiting += running.count(PublishOperator.WAITING);
            }
        }
        assertThat(rows).hasSize(records).allMatch(OutputRow::gone);
        assertThat(rows).extracting(OutputRow::key).doesNotHaveDuplicates();
        assertThat(moves).hasSize(records).allMatch(move -> move.to().isEmpty());
        assertThat(waiting).isZero();
    }

    @Test
    void updatesOfAllOwnersSurviveARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, assigned("E1"));
            running.say(Owners.RECONCILE, assigned("E2"));
            snapshot = running.snapshot();
            running.say(SHARD, unassigned());
        }
        try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG, 1, 0)) {
            running.restore(snapshot, 1, 0);
            running.say(Owners.RECONCILE, assigned("E2"), unassigned());
            assertThat(running.json()).containsExactly(row("E1", 3));
        }
    }

    @Test
    void finalRowsWaitForTheEndOfTheInput() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.FINAL)) {
            running.say(SHARD, assigned("E1"));
            running.say(Owners.RECONCILE, assigned("E2"));
            running.say(SHARD, unassigned());
            running.say(SHARD, new Update.Assigned(record(1), "E1"));
            running.say(SHARD, new Update.Unassigned(record(1)));
            running.at(1000);
            assertThat(running.rows()).isEmpty();
            running.end();
            assertThat(running.json()).containsExactly(row("E2", 1));
            assertThat(running.moves()).isEmpty();
        }
    }

    @Test
    void finalRowsSurviveARestartWithAnotherParallelism() throws Exception {
        int records = 100;
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(OutputMode.FINAL)) {
            for (int i = 0; i < records; i++) {
                running.say(SHARD, new Update.Assigned(record(i), "E" + i));
            }
            snapshot = running.snapshot();
        }
        List<OutputRow> rows = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (PublishHarness<RowQuestion> running = create(OutputMode.FINAL, 3, subtask)) {
                running.restore(snapshot, 3, subtask);
                running.end();
                assertThat(running.rows()).hasSizeLessThan(records);
                rows.addAll(running.rows());
            }
        }
        assertThat(rows).extracting(OutputRow::key).hasSize(records).doesNotHaveDuplicates();
    }

    /** A failure after the end comes back to rows that are in files already. */
    @Test
    void endingTheInputAgainAfterARestoreGivesNoRow() throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(OutputMode.FINAL)) {
            running.say(SHARD, assigned("E1"), new Update.Assigned(record(1), "E1"));
            running.end();
            assertThat(running.rows()).hasSize(2);
            snapshot = running.snapshot();
        }
        try (PublishHarness<RowQuestion> running = create(OutputMode.FINAL, 1, 0)) {
            running.restore(snapshot, 1, 0);
            running.say(SHARD, assigned("E1"));
            running.end();
            assertThat(running.rows()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void everyBackendWalksItsKeysWhileTheyChange(StateBackend backend) throws Exception {
        int records = 3000;
        try (PublishHarness<RowQuestion> running = create(OutputMode.FINAL, 1, 0)) {
            running.on(backend);
            running.open();
            for (int i = 0; i < records; i++) {
                running.say(SHARD, new Update.Assigned(record(i), "E" + i));
            }
            running.end();
            assertThat(running.rows())
                    .extracting(OutputRow::key)
                    .hasSize(records)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateOfTheOtherOutputIsRefused(OutputMode before) throws Exception {
        OutputMode now = before == OutputMode.FINAL ? OutputMode.CHANGELOG : OutputMode.FINAL;
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(before)) {
            running.say(SHARD, assigned("E1"));
            snapshot = running.snapshot();
        }
        assertThatThrownBy(
                        () -> {
                            try (PublishHarness<RowQuestion> running = create(now, 1, 0)) {
                                running.restore(snapshot, 1, 0);
                            }
                        })
                .hasMessageContaining("output: " + before.name().toLowerCase(Locale.ROOT))
                .hasMessageContaining("output: " + now.name().toLowerCase(Locale.ROOT));
    }

    private static PublishHarness<RowQuestion> start(OutputMode mode) throws Exception {
        PublishHarness<RowQuestion> running = create(mode, 1, 0);
        running.open();
        return running;
    }

    private static PublishHarness<RowQuestion> create(OutputMode mode, int parallelism, int subtask)
            throws Exception {
        return PublishHarness.asked(
                PublishOperator.ofAssignments(Timeline.INTEGER, mode, Duration.ofMillis(100)),
                parallelism,
                subtask);
    }

    private static RecordIdentity record(int number) {
        return new RecordIdentity("person", "crm", "R" + number);
    }

    private static Update assigned(String entity) {
        return new Update.Assigned(E2, entity);
    }

    private static Update unassigned() {
        return SampleUpdates.unassigned();
    }

    private static String row(String entity, int revision) {
        return "{\"entity_type\":\"person\",\"perspective\":\"erp\",\"uid\":\"E \\\"2\\\"\","
                + "\"status\":\"active\",\"revision\":"
                + revision
                + ",\"entity_id\":\""
                + entity
                + "\"}";
    }

    private static String retiredRow(int revision) {
        return "{\"entity_type\":\"person\",\"perspective\":\"erp\",\"uid\":\"E \\\"2\\\"\","
                + "\"status\":\"retired\",\"revision\":"
                + revision
                + "}";
    }
}
