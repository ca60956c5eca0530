package io.kindred.flink.topology;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.SourceRecord;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;

/**
 * A source without any record or dead letter that ends when it is told to. What it feeds beside
 * others stays when those have ended: Flink lets nothing that has ended be fed again. Unlike {@link
 * OpenEnd} it leaves nothing in a savepoint, so that a job without it goes on from there.
 */
final class KeepAliveSource implements SourceFunction<SourceRecord> {

    private static final long serialVersionUID = 1L;

    private boolean isEnded;

    private KeepAliveSource() {}

    static SingleOutputStreamOperator<SourceRecord> source(StreamExecutionEnvironment env) {
        return env.addSource(
                        new KeepAliveSource(), "held open", FormatTypeInformation.SOURCE_RECORD)
                .uid(Operators.HELD_OPEN);
    }

    @Override
    public synchronized void run(SourceContext<SourceRecord> out) throws InterruptedException {
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
