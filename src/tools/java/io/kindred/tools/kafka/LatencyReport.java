package io.kindred.tools.kafka;

import io.kindred.tools.bench.Latency;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The results of a benchmark from Kafka to Kafka.
 *
 * @param sentPerSecond records per second, from the first to the last sent record
 * @param seenPerSecond records per second, from the first record sent to the last record read in an
 *     entity
 * @param latency from sending a record to reading it in an entity
 * @param questions the results of questions, if any were asked
 */
public record LatencyReport(
        double sentPerSecond,
        double seenPerSecond,
        Latency latency,
        Optional<QuestionReport> questions) {

    /** Creates a report from the times at which each record was sent and read, in nanoseconds. */
    static LatencyReport of(AtomicLongArray sent, long[] seen, Optional<QuestionReport> questions) {
        long[] latencies = new long[seen.length];
        long lastSeen = seen[0];
        for (int i = 0; i < seen.length; i++) {
            latencies[i] = TimeUnit.NANOSECONDS.toMillis(seen[i] - sent.get(i));
            lastSeen = Math.max(lastSeen, seen[i]);
        }
        return new LatencyReport(
                perSecond(seen.length, sent.get(seen.length - 1) - sent.get(0)),
                perSecond(seen.length, lastSeen - sent.get(0)),
                Latency.of(latencies),
                questions);
    }

    /** The figures as a table. */
    public String text() {
        return String.format(
                        Locale.ROOT,
                        "records           %,12d%n"
                                + "sent              %,12.0f records/s%n"
                                + "seen in entities  %,12.0f records/s%n",
                        latency.samples(),
                        sentPerSecond,
                        seenPerSecond)
                + latency.text("latency")
                + questions.map(QuestionReport::text).orElse("");
    }

    private static double perSecond(int count, long nanos) {
        return count / (Math.max(1, nanos) / 1e9);
    }
}
