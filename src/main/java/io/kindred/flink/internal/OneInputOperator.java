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

    private transient List<LatencyMarker> delayedMarkers;

    /** Processes an element, whose key is the current one. */
    protected abstract void accept(I value) throws Exception;

    /** Whether elements are buffered, so that latency markers must wait for them. */
    protected boolean delaysLatencyMarkers() {
        return false;
    }

    /** Forwards the latency markers that waited for the flush. */
    protected final void releaseLatencyMarkers() {
        delayedMarkers.forEach(this::reportOrForwardLatencyMarker);
        delayedMarkers.clear();
    }

    @Override
    public void open() throws Exception {
        super.open();
        delayedMarkers = new ArrayList<>();
    }

    @Override
    public final void processLatencyMarker(LatencyMarker marker) throws Exception {
        if (delaysLatencyMarkers()) {
            delayedMarkers.add(marker);
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
