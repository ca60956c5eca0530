package io.kindred.flink.internal;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs a process function, and {@linkplain FlushingFunction#flush flushes} it before each
 * checkpoint barrier and at the end of its input. The function then needs no state for what it
 * holds back.
 *
 * @param <I> the input type
 * @param <O> the output type
 */
public final class FlushingProcessOperator<I, O> extends ProcessOperator<I, O>
        implements BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final FlushingFunction flushing;

    /** Runs the function. */
    public <F extends ProcessFunction<I, O> & FlushingFunction> FlushingProcessOperator(
            F function) {
        super(function);
        this.flushing = function;
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        flush();
    }

    @Override
    public void endInput() {
        flush();
    }

    private void flush() {
        flushing.flush(this::emit);
    }

    private <T> void emit(OutputTag<T> tag, T value) {
        output.collect(tag, new StreamRecord<>(value));
    }
}
