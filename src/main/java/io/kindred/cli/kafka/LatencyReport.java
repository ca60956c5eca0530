package io.kindred.cli.kafka;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a measurement found.
 *
 * @param records how many were sent and seen
 * @param sentPerSecond records, from the first to the last that was sent
 * @param seenPerSecond records, from the first that was sent to the last that was seen
 * @param p50 milliseconds from sending a record to seeing it in an entity: half take no longer
 * @param p99 the same for 99 of 100
 * @param max the same for all
 */
public record LatencyReport(
        int records, double sentPerSecond, double seenPerSecond, long p50, long p99, long max) {

    /** From the times in nanoseconds of each record. */
    static LatencyReport of(AtomicLongArray sent, long[] seen) {
        long[] latencies = new long[seen.length];
        long lastSeen = seen[0];
        for (int i = 0; i < seen.length; i++) {
            latencies[i] = TimeUnit.NANOSECONDS.toMillis(seen[i] - sent.get(i));
            lastSeen = Math.max(lastSeen, seen[i]);
        }
        Arrays.sort(latencies);
        return new LatencyReport(
                seen.length,
                perSecond(seen.length, sent.get(seen.length - 1) - sent.get(0)),
                perSecond(seen.length, lastSeen - sent.get(0)),
                quantile(latencies, 0.5),
                quantile(latencies, 0.99),
                latencies[latencies.length - 1]);
    }

    /** A table of the figures. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "records           %,12d%n"
                        + "sent              %,12.0f records/s%n"
                        + "seen in entities  %,12.0f records/s%n"
                        + "latency p50       %,12d ms%n"
                        + "latency p99       %,12d ms%n"
                        + "latency max       %,12d ms%n",
                records,
                sentPerSecond,
                seenPerSecond,
                p50,
                p99,
                max);
    }

    private static double perSecond(int count, long nanos) {
        return count / (Math.max(1, nanos) / 1e9);
    }

    private static long quantile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
