package io.kindred.flink.topology;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;

/**
 * A source without records that ends only when it is cancelled. It keeps the operators after it
 * running when all other sources have ended, because Flink never restarts a finished operator.
 * Unlike {@link OpenEnd} it leaves no state in a savepoint, so that a job without it can restore
 * the savepoint.
 */
final class KeepAliveSource implements SourceFunction<Input> {

    private static final long serialVersionUID = 1L;

    private boolean isEnded;

    private KeepAliveSource(boolean isEnded) {
        this.isEnded = isEnded;
    }

    static SingleOutputStreamOperator<Input> source(StreamExecutionEnvironment env) {
        return source(env, new KeepAliveSource(false));
    }

    /** One that ends at once. */
    static SingleOutputStreamOperator<Input> ended(StreamExecutionEnvironment env) {
        return source(env, new KeepAliveSource(true));
    }

    private static SingleOutputStreamOperator<Input> source(
            StreamExecutionEnvironment env, KeepAliveSource source) {
        return env.addSource(source, "held open", FormatTypeInformation.INPUT)
                .uid(Operators.KEEP_ALIVE);
    }

    @Override
    public synchronized void run(SourceContext<Input> out) throws InterruptedException {
        while (!isEnded) {
            wait();
        }
    }

    @Override
    public synchronized void cancel() {
        isEnded = true;
        notifyAll();
    }
}
