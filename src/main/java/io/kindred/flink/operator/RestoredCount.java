package io.kindred.flink.operator;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

import java.util.List;

/**
 * A count that survives restarts, exposed as an accumulator and a metric. Its state is a list of
 * longs. After rescaling, a subtask gets some of them or none; the sum over all subtasks stays the
 * same.
 */
final class RestoredCount {

    private final ListState<Long> state;
    private final LongCounter accumulator;
    private final Counter metric = new SimpleCounter();

    private RestoredCount(ListState<Long> state, long value) {
        this.state = state;
        this.accumulator = new LongCounter(value);
        this.metric.inc(value);
    }

    /** Restores a count and registers its accumulator and metric. */
    static RestoredCount restore(String name, OperatorStateStore store, RuntimeContext context)
            throws Exception {
        ListState<Long> state = store.getListState(new ListStateDescriptor<>(name, Types.LONG));
        long value = 0;
        for (long part : state.get()) {
            value += part;
        }
        RestoredCount count = new RestoredCount(state, value);
        context.addAccumulator(name, count.accumulator);
        context.getMetricGroup().counter(name, count.metric);
        return count;
    }

    void increment() {
        add(1);
    }

    void add(long more) {
        accumulator.add(more);
        metric.inc(more);
    }

    long value() {
        return accumulator.getLocalValuePrimitive();
    }

    void snapshot() throws Exception {
        state.update(List.of(accumulator.getLocalValuePrimitive()));
    }
}
