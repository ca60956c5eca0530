package io.kindred.flink.internal;

import io.kindred.flink.internal.ShardTablesOperator.Backend;
import io.kindred.flink.internal.ShardTablesOperator.Running;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables.Name;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** States that forget, and what becomes of them when the setting changes at a restore. */
class ForgettingTest {

    private static final GoneStates TEN_DAYS = days(10);
    private static final GoneStates NEVER_USED = GoneStates.NONE;
    private static final GoneStates NEVER = new GoneStates(true, Optional.empty());
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};
    private static final byte[] VALUE = {9};

    /** A backend, and the format in which it writes its state. */
    private record Restore(Backend backend, SavepointFormatType format) {}

    static Stream<Restore> restores() {
        List<Restore> all = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            for (SavepointFormatType format : SavepointFormatType.values()) {
                all.add(new Restore(backend, format));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @EnumSource
    void anEntryIsForgottenSomeTimeAfterItWasWritten(Backend backend) throws Exception {
        try (Running running = ShardTablesOperator.start(backend, TEN_DAYS)) {
            gone(running).put(ONE, VALUE);
            running.at(Duration.ofDays(6));
            gone(running).put(TWO, VALUE);
            // Reading does not prolong anything.
            assertThat(gone(running).get(ONE)).isEqualTo(VALUE);
            running.at(Duration.ofDays(10));
            assertThat(gone(running).get(ONE)).isNull();
            assertThat(gone(running).get(TWO)).isEqualTo(VALUE);
            assertThat(gone(running).scan()).toIterable().hasSize(1);
            running.at(Duration.ofDays(16));
            assertThat(gone(running).get(TWO)).isNull();
            assertThat(gone(running).scan().hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherTablesForgetNothing(Backend backend) throws Exception {
        try (Running running = ShardTablesOperator.start(backend, TEN_DAYS)) {
            ByteTable erased = running.tables(3).bytes(Name.ERASED_RECORDS);
            erased.put(ONE, VALUE);
            running.at(Duration.ofDays(10_000));
            assertThat(erased.get(ONE)).isEqualTo(VALUE);
        }
    }

    @Test
    void aCompactionOfRocksDbDropsWhatIsForgotten() throws Exception {
        try (Running running = ShardTablesOperator.start(Backend.ROCKSDB, TEN_DAYS)) {
            for (int i = 0; i < 100; i++) {
                gone(running).put(new byte[] {(byte) i}, VALUE);
            }
            running.at(Duration.ofDays(9));
            gone(running).put(new byte[] {100}, VALUE);
            compact(running);
            assertThat(entries(running)).isEqualTo(101);
            running.at(Duration.ofDays(10));
            assertThat(entries(running)).as("until it is compacted").isEqualTo(101);
            compact(running);
            assertThat(entries(running)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatForgetsNothingDoesNotHaveTheTable(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = ShardTablesOperator.start(backend, NEVER_USED)) {
            ByteTable unused = gone(running);
            assertThat(unused.get(ONE)).isNull();
            assertThat(unused.scan().hasNext()).isFalse();
            unused.remove(ONE);
            assertThatThrownBy(() -> unused.put(ONE, VALUE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not use the state gone-records");
            running.tables(3).bytes(Name.META).put(ONE, VALUE);
            snapshot = running.snapshot();
        }
        try (Running running = ShardTablesOperator.restore(backend, snapshot, TEN_DAYS)) {
            gone(running).put(ONE, VALUE);
            assertThat(gone(running).get(ONE)).isEqualTo(VALUE);
        }
    }

    /** What was written before is forgotten by the new time, counted from when it was written. */
    @ParameterizedTest
    @MethodSource("restores")
    void aChangedTimeHoldsForWhatWasWrittenBefore(Restore restore) throws Exception {
        OperatorSubtaskState savepoint = written(restore);
        try (Running shorter = restored(restore, savepoint, days(5))) {
            shorter.at(Duration.ofDays(4));
            assertThat(gone(shorter).get(ONE)).isEqualTo(VALUE);
            shorter.at(Duration.ofDays(5));
            assertThat(gone(shorter).get(ONE)).isNull();
        }
        try (Running longer = restored(restore, savepoint, days(20))) {
            longer.at(Duration.ofDays(19));
            assertThat(gone(longer).get(ONE)).isEqualTo(VALUE);
            longer.at(Duration.ofDays(20));
            assertThat(gone(longer).get(ONE)).isNull();
        }
    }

    /** And it counts again for a limited time only, from that restore on, if it is set again. */
    @ParameterizedTest
    @MethodSource("restores")
    void withoutTheSettingWhatIsStillRememberedIsNeverForgotten(Restore restore) throws Exception {
        OperatorSubtaskState between;
        try (Running without = restored(restore, written(restore), NEVER)) {
            without.at(Duration.ofDays(10_000));
            assertThat(gone(without).get(ONE)).isEqualTo(VALUE);
            gone(without).put(TWO, VALUE);
            gone(without).remove(ONE);
            between = without.savepoint(restore.format());
        }
        OperatorSubtaskState later;
        try (Running without = restored(restore, between, NEVER)) {
            assertThat(gone(without).get(ONE)).isNull();
            assertThat(gone(without).get(TWO)).isEqualTo(VALUE);
            later = without.savepoint(restore.format());
        }
        try (Running again = restored(restore, later, TEN_DAYS)) {
            assertThat(gone(again).get(TWO)).isEqualTo(VALUE);
            again.at(Duration.ofDays(36_500));
            assertThat(gone(again).get(TWO)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("restores")
    void aRestoreContinuesTheTimes(Restore restore) throws Exception {
        try (Running running = restored(restore, written(restore), TEN_DAYS)) {
            running.at(Duration.ofDays(9));
            assertThat(gone(running).get(ONE)).isEqualTo(VALUE);
            running.at(Duration.ofDays(10));
            assertThat(gone(running).get(ONE)).isNull();
        }
    }

    private static OperatorSubtaskState written(Restore restore) throws Exception {
        try (Running running = ShardTablesOperator.start(restore.backend(), TEN_DAYS)) {
            gone(running).put(ONE, VALUE);
            return running.savepoint(restore.format());
        }
    }

    private static Running restored(Restore restore, OperatorSubtaskState state, GoneStates after)
            throws Exception {
        return ShardTablesOperator.restore(restore.backend(), state, after);
    }

    private static ByteTable gone(Running running) {
        return running.tables(3).bytes(Name.GONE_RECORDS);
    }

    private static GoneStates days(int days) {
        return new GoneStates(true, Optional.of(Duration.ofDays(days)));
    }

    private static void compact(Running running) throws Exception {
        ((RocksDBKeyedStateBackend<?>) running.backend())
                .compactState(MapStateShardTables.descriptor(Name.GONE_RECORDS.id()));
    }

    private static long entries(Running running) {
        return ((RocksDBKeyedStateBackend<?>) running.backend()).numKeyValueStateEntries();
    }
}
