package io.kindred.flink.internal;

import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A keyed operator of two inputs.
 *
 * @param <A> the first input
 * @param <B> the second input
 * @param <O> the output
 */
public abstract class TwoInputOperator<A, B, O> extends KeyedOperator<O>
        implements TwoInputStreamOperator<A, B, O>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    private transient int ended;

    /** Takes what came by the first input, whose key is the current one. */
    protected abstract void acceptFirst(A value) throws Exception;

    /** Takes what came by the second input, likewise. */
    protected abstract void acceptSecond(B value) throws Exception;

    /** Both inputs are used up. */
    protected abstract void endInputs() throws Exception;

    @Override
    public final void processElement1(StreamRecord<A> element) throws Exception {
        acceptFirst(element.getValue());
    }

    @Override
    public final void processElement2(StreamRecord<B> element) throws Exception {
        acceptSecond(element.getValue());
    }

    @Override
    public final void endInput(int inputId) throws Exception {
        ended++;
        if (ended == 2) {
            endInputs();
        }
    }
}
