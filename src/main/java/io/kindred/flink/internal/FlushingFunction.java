package io.kindred.flink.internal;

import org.apache.flink.util.OutputTag;

/**
 * A function that also emits before each checkpoint and at the end of its input, see {@link
 * FlushingProcessOperator}.
 */
public interface FlushingFunction {

    /** Emits what was held back. */
    void flush(SideOutputs out);

    /** The side outputs of an operator. */
    @FunctionalInterface
    interface SideOutputs {

        <T> void emit(OutputTag<T> tag, T value);
    }
}
