package io.kindred.tools.serve;

import io.kindred.tools.serve.HttpFrontend.Limits;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read requests and send answers. What arrives while too many wait is refused at
 * once, by threads of its own: the JDK's server does not answer what an executor rejects.
 */
final class RequestThreads implements Executor {

    private static final int REFUSING = 8;

    private final int mostWaiting;
    private final ThreadPoolExecutor answering;
    private final ThreadPoolExecutor refusing;

    RequestThreads(Limits limits) {
        this.mostWaiting = limits.waiting();
        this.answering = pool(limits.threads(), task -> new Thread(task, "requests"));
        this.refusing = pool(REFUSING, Refusing::new);
    }

    private static ThreadPoolExecutor pool(int threads, ThreadFactory factory) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static final class Refusing extends Thread {
        Refusing(Runnable task) {
            super(task, "refused requests");
        }
    }

    @Override
    public void execute(Runnable request) {
        (waiting() < mostWaiting ? answering : refusing).execute(request);
    }

    /** Whether the request of this thread is to be refused if it needs data. */
    static boolean isRefused() {
        return Thread.currentThread() instanceof Refusing;
    }

    /** How many requests wait for a thread. */
    int waiting() {
        return answering.getQueue().size();
    }

    /** How many requests threads are at work on. */
    int busy() {
        return answering.getActiveCount();
    }

    /** Lets requests end; returns whether they did in time. */
    boolean stop(Duration patience) throws InterruptedException {
        answering.shutdown();
        refusing.shutdown();
        return answering.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)
                && refusing.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
