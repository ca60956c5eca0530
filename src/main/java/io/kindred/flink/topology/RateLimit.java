package io.kindred.flink.topology;

import io.kindred.model.Input;
import org.apache.flink.api.common.functions.MapFunction;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Limits the rate of a subtask by blocking its task. A delay is caught up by a burst of at most 100
 * ms worth of records. Keeps no state.
 */
final class RateLimit implements MapFunction<Input, Input> {

    private static final long serialVersionUID = 1L;
    private static final long MAX_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    // Parking for less than this takes longer than requested.
    private static final long MIN_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nanosPerRecord;

    private transient boolean started;
    private transient double due;

    RateLimit(double perSecond) {
        nanosPerRecord = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public Input map(Input record) {
        long now = System.nanoTime();
        due = started ? Math.max(due, now - (double) MAX_LAG_NANOS) : now;
        started = true;
        while (due - now > MIN_WAIT_NANOS && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos((long) (due - now));
            now = System.nanoTime();
        }
        due += nanosPerRecord;
        return record;
    }
}
