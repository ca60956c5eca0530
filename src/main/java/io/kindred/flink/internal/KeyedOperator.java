package io.kindred.flink.internal;

import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * A keyed operator. It is not a function because only an operator can set the current key, to
 * iterate over all keys at the end of the input or to flush them before a barrier.
 *
 * @param <O> the output type
 */
public abstract class KeyedOperator<O> extends AbstractStreamOperator<O> {

    private static final long serialVersionUID = 1L;

    /** Restores the operator state, which may be empty; called before {@link #open}. */
    protected void restore(OperatorStateStore store) throws Exception {}

    /** Updates the operator state; called for every checkpoint. */
    protected void snapshot() throws Exception {}

    /** As {@link #snapshot()}, with the number of the checkpoint, which grows. */
    protected void snapshot(long checkpoint) throws Exception {
        snapshot();
    }

    @Override
    public final void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restore(context.getOperatorStateStore());
    }

    @Override
    public final void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        snapshot(context.getCheckpointId());
    }

    /** The keyed state of this subtask, from {@link #open} on. */
    protected final KeyedStates<Object> states() {
        return new KeyedStates<>(getKeyedStateBackend());
    }

    /** The processing time, in milliseconds. */
    protected final long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    /** The number of this subtask, from 0. */
    protected final int subtask() {
        return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    }

    /** Registers a processing-time callback that is not tied to a key. */
    protected final void registerTimer(long time, ProcessingTimeCallback callback) {
        getProcessingTimeService().registerTimer(time, callback);
    }

    /** A histogram of the last {@code size} values. */
    protected final Histogram histogram(String name, int size) {
        return getMetricGroup().histogram(name, new DescriptiveStatisticsHistogram(size));
    }

    protected final void emit(O value) {
        output.collect(new StreamRecord<>(value));
    }

    protected final <T> void emit(OutputTag<T> tag, T value) {
        output.collect(tag, new StreamRecord<>(value));
    }
}
