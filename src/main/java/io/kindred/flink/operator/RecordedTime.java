package io.kindred.flink.operator;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

import java.time.Instant;
import java.util.List;

/**
 * When rows are emitted. All rows of a subtask between two checkpoint barriers have the time of the
 * first of them, since they become visible together. It never goes back, even if the job is
 * restarted on a machine whose clock is slow.
 *
 * <p>Operator state: {@code recorded-at}, the last time in milliseconds, once per subtask; each
 * subtask continues from the greatest of all.
 */
final class RecordedTime {

    private final ListState<Long> state;
    private long last;
    private boolean isFixed;

    private RecordedTime(ListState<Long> state, long last) {
        this.state = state;
        this.last = last;
    }

    static RecordedTime restore(OperatorStateStore store) throws Exception {
        ListState<Long> state =
                store.getUnionListState(new ListStateDescriptor<>("recorded-at", Types.LONG));
        long last = 0;
        for (long before : state.get()) {
            last = Math.max(last, before);
        }
        return new RecordedTime(state, last);
    }

    /**
     * The time of a row that is emitted now.
     *
     * @param now the time of the machine, in milliseconds
     */
    Instant at(long now) {
        if (!isFixed) {
            last = Math.max(last, now);
            isFixed = true;
        }
        return Instant.ofEpochMilli(last);
    }

    /** Writes the time and ends the batch; must be called for every checkpoint. */
    void snapshot() throws Exception {
        state.update(List.of(last));
        isFixed = false;
    }
}
