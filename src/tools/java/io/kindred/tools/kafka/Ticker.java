package io.kindred.tools.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Says when it is the turn of what is sent at a rate. */
final class Ticker {

    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nanosEach;
    private final long start = System.nanoTime();

    /**
     * Begins now.
     *
     * @param perSecond greater than 0; infinite: it is always the turn of the next
     */
    Ticker(double perSecond) {
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits for the turn of a number, from 0; not if the thread is interrupted. */
    void await(long number) {
        long due = start + (long) (number * nanosEach);
        while (due - System.nanoTime() > SHORTEST_WAIT && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }
}
