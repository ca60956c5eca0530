package io.kindred.tools.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Latency percentiles in milliseconds; all are 0 if there are no samples.
 *
 * @param samples the number of samples
 * @param p50 the 50th percentile
 * @param p99 the 99th percentile
 * @param max the maximum
 */
public record Latency(int samples, long p50, long p99, long max) {

    /** Computes the percentiles of samples in any order. */
    public static Latency of(long[] millis) {
        if (millis.length == 0) {
            return new Latency(0, 0, 0, 0);
        }
        long[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Latency(
                sorted.length,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                sorted[sorted.length - 1]);
    }

    /**
     * Three lines of a table: median, 99th percentile and maximum.
     *
     * @param what the name of the latency, at most 11 characters
     */
    public String text(String what) {
        return line(what + " p50", p50) + line(what + " p99", p99) + line(what + " max", max);
    }

    private static String line(String name, long millis) {
        return String.format(Locale.ROOT, "%-18s%,12d ms%n", name, millis);
    }

    /**
     * The least sample that at least a share of the samples do not exceed.
     *
     * @param sorted one sample or more, ascending
     * @param share greater than 0, at most 1
     */
    static long quantile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
