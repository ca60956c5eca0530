package io.kindred.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When a run had settled how many records: at each tenth and at each million of them. Between two
 * looks at the count it is taken to have grown evenly.
 */
final class Milestones {

    static final int WINDOWS = 10;

    private static final long MILLION = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long records;
    private final NavigableSet<Long> ahead = new TreeSet<>();
    private final TreeMap<Long, Double> nanos = new TreeMap<>(Map.of(0L, 0.0));
    private long lastCount;
    private long lastNanos;

    Milestones(long records) {
        this.records = records;
        for (int window = 1; window <= WINDOWS; window++) {
            ahead.add(end(window));
        }
        for (long million = MILLION; million < records; million += MILLION) {
            ahead.add(million);
        }
    }

    /** How many records there are up to the end of a window, from 1. */
    private long end(int window) {
        return records * window / WINDOWS;
    }

    /**
     * Notes how many records are settled after so many nanoseconds.
     *
     * @return whether a window ended since the last time
     */
    boolean reached(long count, long now) {
        int before = windowsDone();
        while (!ahead.isEmpty() && ahead.first() <= count) {
            long milestone = ahead.pollFirst();
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

    /** The seconds that records took; both numbers are ends of windows or millions. */
    private double seconds(long from, long to) {
        return (nanos.get(to) - nanos.get(from)) / NANOS_PER_SECOND;
    }

    /** The seconds that all records took. */
    double seconds() {
        return seconds(0, records);
    }

    /**
     * All windows, when the last record is settled.
     *
     * @param heapAfter the bytes in use at the end of each
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
     * The rate of the last million records against that of the second, or of the last window
     * against the second where there are fewer than three million.
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
