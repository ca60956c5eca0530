package io.kindred.flink.internal;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.ArrayList;
import java.util.List;

/**
 * A keyed operator with one input.
 *
 * @param <I> the input type
 * @param <O> the output type
 */
public abstract class OneInputOperator<I, O> extends KeyedOperator<O>
        implements OneInputStreamOperator<I, O>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private transient List<LatencyMarker> heldBack;

    /** Processes an element, whose key is the current one. */
    protected abstract void accept(I value) throws Exception;

    /** Whether elements are buffered, so that latency markers must wait for them. */
    protected boolean holdsBack() {
        return false;
    }

    /** Forwards the latency markers that waited for the flush. */
    protected final void releaseLatencyMarkers() {
        heldBack.forEach(this::reportOrForwardLatencyMarker);
        heldBack.clear();
    }

    @Override
    public void open() throws Exception {
        super.open();
        heldBack = new ArrayList<>();
    }

    @Override
    public final void processLatencyMarker(LatencyMarker marker) throws Exception {
        if (holdsBack()) {
            heldBack.add(marker);
        } else {
            super.processLatencyMarker(marker);
        }
    }

    @Override
    public void endInput() throws Exception {}

    @Override
    public final void processElement(StreamRecord<I> element) throws Exception {
        accept(element.getValue());
    }
}
