package io.kindred.flink.operator;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/** An operator of one input that puts off work, see {@link AbstractDeferringOperator}. */
abstract class DeferringOperator<I, O> extends AbstractDeferringOperator<O>
        implements OneInputStreamOperator<I, O>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    /** Does all that was put off. An operator that has more to do at the end calls this first. */
    @Override
    public void endInput() throws Exception {
        settle();
    }
}
