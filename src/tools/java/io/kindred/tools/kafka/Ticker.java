package io.kindred.tools.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Spaces events evenly, so that they keep to a rate. */
final class Ticker {

    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final double nanosEach;
    private final long start = System.nanoTime();

    /**
     * Starts the clock now.
     *
     * @param perSecond events per second, greater than 0; infinite: never waits
     */
    Ticker(double perSecond) {
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /**
     * Waits until an event is due. Events are numbered from 0. Returns early if the thread is
     * interrupted.
     */
    void await(long number) {
        long due = start + (long) (number * nanosEach);
        while (due - System.nanoTime() > SHORTEST_WAIT && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }
}
