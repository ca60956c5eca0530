package io.kindred.flink.topology;

import io.kindred.model.SourceRecord;
import org.apache.flink.api.common.functions.MapFunction;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets records of a subtask pass at a rate, by making the task wait; what it is late it does not
 * make good beyond a tenth of a second. Keeps no state.
 */
final class RateLimit implements MapFunction<SourceRecord, SourceRecord> {

    private static final long serialVersionUID = 1L;
    private static final long GREATEST_LAG = TimeUnit.MILLISECONDS.toNanos(100);
    // A shorter park takes longer than it should.
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nanosPerRecord;

    private transient boolean started;
    private transient double due;

    RateLimit(double perSecond) {
        nanosPerRecord = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public SourceRecord map(SourceRecord record) {
        long now = System.nanoTime();
        due = started ? Math.max(due, now - (double) GREATEST_LAG) : now;
        started = true;
        while (due - now > SHORTEST_WAIT && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos((long) (due - now));
            now = System.nanoTime();
        }
        due += nanosPerRecord;
        return record;
    }
}
