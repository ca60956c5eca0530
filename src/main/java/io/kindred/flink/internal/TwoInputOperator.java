package io.kindred.flink.internal;

import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A keyed operator with two inputs.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <O> the output type
 */
public abstract class TwoInputOperator<A, B, O> extends KeyedOperator<O>
        implements TwoInputStreamOperator<A, B, O>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    private transient int endedInputs;

    /** Processes an element of the first input, whose key is the current one. */
    protected abstract void acceptFirst(A value) throws Exception;

    /** Processes an element of the second input, whose key is the current one. */
    protected abstract void acceptSecond(B value) throws Exception;

    /** Called when both inputs have ended. */
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
        endedInputs++;
        if (endedInputs == 2) {
            endInputs();
        }
    }
}
