package io.kindred.resolve.match;

import io.kindred.temporal.Interval;

import java.util.Arrays;

/**
 * Cuts an interval at every start and end of the values of two records. Within a moment nothing
 * changes in either.
 */
final class Moments {

    private Moments() {}

    /**
     * The starts of the moments, ascending; the first is that of the interval. Costs a sort of the
     * bounds within the interval.
     */
    static long[] starts(ComparedRecord a, ComparedRecord b, Interval over) {
        long[] starts = new long[1 + a.bounds().length + b.bounds().length];
        starts[0] = over.start();
        int count = addWithin(b.bounds(), over, starts, addWithin(a.bounds(), over, starts, 1));
        if (count == 1) {
            return new long[] {over.start()};
        }
        return Arrays.stream(starts, 0, count).sorted().distinct().toArray();
    }

    private static int addWithin(long[] bounds, Interval over, long[] starts, int from) {
        int count = from;
        for (long bound : bounds) {
            if (bound > over.start() && bound < over.end()) {
                starts[count++] = bound;
            }
        }
        return count;
    }
}
