package io.kindred.flink.internal;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.functions.source.legacy.RichSourceFunction;

import java.io.Serializable;
import java.util.List;

/**
 * A source that emits some elements once, and then stays open without more until it is cancelled.
 * So the operators after it can be stopped with a savepoint that has all results. It keeps no
 * state: restarted, it emits everything again.
 *
 * @param <T> the output type
 */
public final class LastingSource<T> extends RichSourceFunction<T> {

    private static final long serialVersionUID = 1L;

    private final String counter;
    private final Elements<T> elements;

    private boolean isEnded;

    /** What a source emits. */
    @FunctionalInterface
    public interface Elements<T> extends Serializable {

        /** All elements, called once for each start of the source. */
        List<T> read();
    }

    /**
     * Creates a source.
     *
     * @param counter the name of the accumulator that counts the elements, which shows them all at
     *     once when all have been emitted
     */
    public LastingSource(String counter, Elements<T> elements) {
        this.counter = counter;
        this.elements = elements;
    }

    @Override
    public void run(SourceContext<T> out) throws InterruptedException {
        LongCounter count = new LongCounter();
        getRuntimeContext().addAccumulator(counter, count);
        // No barrier comes between them.
        synchronized (out.getCheckpointLock()) {
            List<T> all = elements.read();
            all.forEach(out::collect);
            count.add(all.size());
        }
        awaitEnd();
    }

    private synchronized void awaitEnd() throws InterruptedException {
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
