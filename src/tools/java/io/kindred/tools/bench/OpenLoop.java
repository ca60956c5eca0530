package io.kindred.tools.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at the times at which they are due, whether or not earlier ones were answered. A
 * request that finds all connections busy waits, and its latency counts from when it was due. So a
 * server that stops for a second is slow for all requests of that second (Tene, <i>How not to
 * measure latency</i>, 2013: coordinated omission).
 *
 * <p>Example: one connection, a request each 10 ms, and each takes 15 ms. They begin at 0, 15 and
 * 30 ms, were due at 0, 10 and 20 ms, and have latencies of 15, 20 and 25 ms.
 */
final class OpenLoop {

    private final Clock clock;
    private final double perSecond;
    private final int connections;

    /** The time, and waiting for it. */
    interface Clock {

        /** Now, in nanoseconds since some moment. */
        long nanos();

        /** Returns at a time or after it, and earlier only if the thread is interrupted. */
        void await(long nanos);
    }

    /** The clock of the machine. */
    static final Clock SYSTEM =
            new Clock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void await(long nanos) {
                    long left = nanos - System.nanoTime();
                    while (left > 0 && !Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(left);
                        left = nanos - System.nanoTime();
                    }
                }
            };

    /** Sends a request and waits for the answer. Must be safe for use by threads. */
    interface Call {

        /**
         * @param number of the request, from 0
         * @return the status of the answer, or 0 without one
         */
        int send(int number) throws InterruptedException;
    }

    /**
     * What was measured, by number of the request.
     *
     * @param latencyNanos from when the request was due until it was answered
     * @param statuses of the answers; 0 without one
     * @param perSecond requests that were sent per second
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Times(long[] latencyNanos, int[] statuses, double perSecond) {}

    /**
     * @param perSecond requests per second, greater than 0; infinite: as fast as they are answered
     * @param connections the most requests that are under way, at least 1
     */
    OpenLoop(Clock clock, double perSecond, int connections) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.connections = connections;
    }

    /** Sends a number of requests, at least 1, and waits for their answers. */
    Times run(int requests, Call call) throws InterruptedException {
        Run run = new Run(requests, call);
        if (connections == 1) {
            run.sendAll();
        } else {
            run.sendByThreads();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        return run.times();
    }

    private final class Run {
        private final Call call;
        private final long start = clock.nanos();
        private final long[] sent;
        private final long[] latencies;
        private final int[] statuses;
        private final AtomicInteger next = new AtomicInteger();

        Run(int requests, Call call) {
            this.call = call;
            this.sent = new long[requests];
            this.latencies = new long[requests];
            this.statuses = new int[requests];
        }

        void sendByThreads() throws InterruptedException {
            Thread[] threads = new Thread[connections];
            for (int i = 0; i < connections; i++) {
                threads[i] = new Thread(this::sendAll, "requests-" + i);
                threads[i].setDaemon(true);
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        void sendAll() {
            try {
                for (int i = next.getAndIncrement(); i < sent.length; i = next.getAndIncrement()) {
                    long due = start + due(i);
                    clock.await(due);
                    sent[i] = clock.nanos();
                    statuses[i] = call.send(i);
                    latencies[i] = clock.nanos() - due;
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        private long due(int number) {
            return (long) (number / perSecond * TimeUnit.SECONDS.toNanos(1));
        }

        Times times() {
            long lastSent = start;
            for (long each : sent) {
                lastSent = Math.max(lastSent, each);
            }
            // The last one is sent one interval before the end of the time.
            double seconds =
                    (lastSent - start) / (double) TimeUnit.SECONDS.toNanos(1) + 1 / perSecond;
            return new Times(latencies, statuses, seconds <= 0 ? perSecond : sent.length / seconds);
        }
    }
}
