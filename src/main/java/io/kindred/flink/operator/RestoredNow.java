package io.kindred.flink.operator;

import io.kindred.flink.config.Now;
import io.kindred.flink.internal.NoRestart;
import io.kindred.flink.internal.SavedOperator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The time that decides what has expired. It never goes back, not after a restore either.
 *
 * <p>Operator state: {@code now}, the greatest time that a subtask has used, in points of the
 * timeline; each subtask reads those of all. Without retention there is none.
 */
public final class RestoredNow {

    private final Optional<Now> setting;
    private final ListState<Long> state;
    private long now = Long.MIN_VALUE;

    private RestoredNow(Optional<Now> setting, ListState<Long> state) {
        this.setting = setting;
        this.state = state;
    }

    /** The time in the state of an operator; the least of all if there is none. */
    public static long of(SavedOperator saved) throws Exception {
        return saved.unionList(descriptor()).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private static ListStateDescriptor<Long> descriptor() {
        return new ListStateDescriptor<>("now", Types.LONG);
    }

    /**
     * Reads the time.
     *
     * @param setting how the job comes by the time; empty without retention
     * @throws RuntimeException that allows no restart, if the job names an earlier time than the
     *     state was written at
     */
    static RestoredNow restore(OperatorStateStore store, Optional<Now> setting) throws Exception {
        RestoredNow restored = new RestoredNow(setting, store.getUnionListState(descriptor()));
        for (long before : restored.state.get()) {
            restored.now = Math.max(restored.now, before);
        }
        if (setting.isPresent()
                && setting.get() instanceof Now.Fixed fixed
                && fixed.points() < restored.now) {
            // A restart would fail again.
            throw NoRestart.because(
                    new IllegalStateException(
                            "now: "
                                    + fixed.timeline().format(fixed.points())
                                    + " is before "
                                    + fixed.timeline().format(restored.now)
                                    + ", at which the state was written; what had expired until"
                                    + " then is gone"));
        }
        return restored;
    }

    /**
     * Lets the time proceed.
     *
     * @param wallMillis the wall clock, in ms since the epoch
     * @return whether it has changed
     */
    boolean proceed(long wallMillis) {
        long before = now;
        setting.ifPresent(each -> now = Math.max(now, each.at(wallMillis)));
        return now != before;
    }

    /** When the time changes next by itself, in ms since the epoch; empty if never. */
    OptionalLong nextChange(long wallMillis) {
        return setting.isPresent() && setting.get() instanceof Now.Wall wall
                ? OptionalLong.of(wall.at(wallMillis) + wall.step().toMillis())
                : OptionalLong.empty();
    }

    /** Whether there is a time, so that values may expire. */
    boolean isKnown() {
        return setting.isPresent();
    }

    /** The time, in points of the timeline; the least of all if there is none. */
    long now() {
        return now;
    }

    /** Writes the time; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(setting.isPresent() ? List.of(now) : List.of());
    }
}
