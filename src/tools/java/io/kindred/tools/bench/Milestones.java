package io.kindred.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records when a run had resolved each tenth and each million of its records. The count is polled.
 * Between two polls the times are interpolated linearly: with 50 records after 1 s and 250 after 3
 * s, the 100th was resolved at 1.5 s.
 */
final class Milestones {

    static final int WINDOWS = 10;

    private static final long MILLION = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long records;
    private final NavigableSet<Long> pending = new TreeSet<>();
    private final TreeMap<Long, Double> nanos = new TreeMap<>(Map.of(0L, 0.0));
    private long lastCount;
    private long lastNanos;

    Milestones(long records) {
        this.records = records;
        for (int window = 1; window <= WINDOWS; window++) {
            pending.add(end(window));
        }
        for (long million = MILLION; million < records; million += MILLION) {
            pending.add(million);
        }
    }

    /** The number of records at the end of a window. Windows are numbered from 1. */
    private long end(int window) {
        return records * window / WINDOWS;
    }

    /**
     * Adds a polled count.
     *
     * @param now nanoseconds since the start of the run
     * @return whether a window has ended since the previous call
     */
    boolean addCount(long count, long now) {
        int before = windowsDone();
        while (!pending.isEmpty() && pending.first() <= count) {
            long milestone = pending.pollFirst();
            double share = (double) (milestone - lastCount) / (count - lastCount);
            nanos.put(milestone, lastNanos + share * (now - lastNanos));
        }
        lastCount = count;
        lastNanos = now;
        return windowsDone() > before;
    }

    int windowsDone() {
        int done = 0;
        while (done < WINDOWS && nanos.containsKey(end(done + 1))) {
            done++;
        }
        return done;
    }

    /** The seconds between two milestones; both numbers must be ends of windows or millions. */
    private double seconds(long from, long to) {
        return (nanos.get(to) - nanos.get(from)) / NANOS_PER_SECOND;
    }

    /** The seconds from the start to the last record. */
    double seconds() {
        return seconds(0, records);
    }

    /**
     * All windows; only valid after the last record.
     *
     * @param heapAfter the heap bytes in use at the end of each window
     */
    List<RunReport.Window> windows(List<Long> heapAfter) {
        List<RunReport.Window> windows = new ArrayList<>();
        for (int i = 1; i <= WINDOWS; i++) {
            long from = end(i - 1);
            long to = end(i);
            double seconds = seconds(from, to);
            windows.add(
                    new RunReport.Window(
                            from, to, seconds, (to - from) / seconds, heapAfter.get(i - 1)));
        }
        return windows;
    }

    /**
     * Compares the rate of the last million records with that of the second million. With fewer
     * than three million records it compares the last window with the second.
     */
    RunReport.Steadiness lastToSecond() {
        boolean millions = records >= 3 * MILLION;
        long size = millions ? MILLION : end(2) - end(1);
        long second = millions ? 2 * MILLION : end(2);
        double secondRate = size / seconds(second - size, second);
        long last = millions ? records - records % MILLION : records;
        long before = millions ? last - MILLION : end(WINDOWS - 1);
        double lastRate = (last - before) / seconds(before, last);
        return new RunReport.Steadiness(
                millions ? "millions" : "windows", secondRate, lastRate, lastRate / secondRate);
    }
}
