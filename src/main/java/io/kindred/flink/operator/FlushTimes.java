package io.kindred.flink.operator;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.concurrent.TimeUnit;

/**
 * Metrics of a subtask's flushes: their number, and the milliseconds of all and of the longest
 * since the operator opened. A subtask processes no record while it flushes, so the longest flush
 * is its longest pause.
 */
public final class FlushTimes {

    /** The name of the counter of flushes. */
    public static final String COUNT = "flush-count";

    /**
     * The name of the gauge of the total time of all flushes, in milliseconds, a {@link Double}.
     */
    public static final String TOTAL_MS = "flush-ms-total";

    /** The name of the gauge of the longest flush, in milliseconds, a {@link Double}. */
    public static final String MAX_MS = "flush-ms-max";

    private final Counter count;
    private volatile long totalNanos;
    private volatile long maxNanos;

    private FlushTimes(Counter count) {
        this.count = count;
    }

    static FlushTimes register(MetricGroup group) {
        FlushTimes times = new FlushTimes(group.counter(COUNT));
        group.gauge(TOTAL_MS, (Gauge<Double>) () -> millis(times.totalNanos));
        group.gauge(MAX_MS, (Gauge<Double>) () -> millis(times.maxNanos));
        return times;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the subtask's thread writes
    void add(long nanos) {
        count.inc();
        totalNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
    }

    private static double millis(long nanos) {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
