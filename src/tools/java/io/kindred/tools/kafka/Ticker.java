package io.kindred.tools.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Paces events at a rate. */
final class Ticker {

    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nanosEach;
    private final long start = System.nanoTime();

    /**
     * Starts now.
     *
     * @param perSecond events per second, greater than 0; infinite: never waits
     */
    Ticker(double perSecond) {
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /**
     * Waits for the time of an event, numbered from 0; returns early if the thread is interrupted.
     */
    void await(long number) {
        long due = start + (long) (number * nanosEach);
        while (due - System.nanoTime() > SHORTEST_WAIT && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }
}
