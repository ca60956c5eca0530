package io.kindred.flink.operator;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.util.List;

/**
 * The time that decides what has expired. It never goes back, not after a restore either.
 *
 * <p>Operator state: {@code now}, the greatest time that a subtask has used, in points of the
 * timeline; each subtask reads those of all. Without retention there is none.
 */
final class RestoredNow {

    private final JobNow setting;
    private final ListState<Long> state;
    private long now = Long.MIN_VALUE;

    private RestoredNow(JobNow setting, ListState<Long> state) {
        this.setting = setting;
        this.state = state;
    }

    /**
     * Reads the time.
     *
     * @throws IllegalStateException if the job names an earlier time than the state was written at
     */
    static RestoredNow restore(OperatorStateStore store, JobNow setting) throws Exception {
        RestoredNow restored =
                new RestoredNow(
                        setting,
                        store.getUnionListState(new ListStateDescriptor<>("now", Types.LONG)));
        for (long before : restored.state.get()) {
            restored.now = Math.max(restored.now, before);
        }
        if (setting instanceof JobNow.Fixed fixed && fixed.now() < restored.now) {
            throw new IllegalStateException(
                    "now: "
                            + fixed.now()
                            + " is before "
                            + restored.now
                            + ", at which the state was written; what has expired since is not"
                            + " there any more");
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
        long next = Math.max(now, setting.at(wallMillis));
        boolean isChanged = next != now;
        now = next;
        return isChanged;
    }

    /** The time, in points of the timeline; the least of all if there is none. */
    long now() {
        return now;
    }

    /** Writes the time; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(setting instanceof JobNow.None ? List.of() : List.of(now));
    }
}
