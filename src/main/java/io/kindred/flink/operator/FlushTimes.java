package io.kindred.flink.operator;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.concurrent.TimeUnit;

/**
 * How long the flushes of a subtask took, as metrics: how many there were, the milliseconds of all
 * and of the longest since the operator opened. While a subtask flushes it takes no record, so that
 * the longest is the longest stop that it made.
 */
public final class FlushTimes {

    /** Counts flushes. */
    public static final String COUNT = "flush-count";

    /** Shows the milliseconds that all flushes took, a {@link Double}. */
    public static final String TOTAL_MS = "flush-ms-total";

    /** Shows the milliseconds that the longest flush took, a {@link Double}. */
    public static final String MAX_MS = "flush-ms-max";

    private final Counter count;
    private volatile long totalNanos;
    private volatile long maxNanos;

    private FlushTimes(Counter count) {
        this.count = count;
    }

    static FlushTimes shownIn(MetricGroup group) {
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
