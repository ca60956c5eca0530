package io.kindred.cli;

import io.kindred.flink.operator.JobCounts;
import io.kindred.storage.shard.ShardMeta.Count;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A listener to the progress of a job. */
@FunctionalInterface
interface Progress {

    /** Prints nothing. */
    Progress NONE = (counts, elapsed) -> {};

    /** Shows the counts at a time since the start. */
    void show(JobCounts counts, Duration elapsed);

    /** Prints a line every 5 s. */
    final class Lines implements Progress {
        private static final Duration EVERY = Duration.ofSeconds(5);

        private final PrintWriter out;
        private Duration next = EVERY;
        private Duration last = Duration.ZERO;
        private long lastRead;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void show(JobCounts counts, Duration elapsed) {
            if (elapsed.compareTo(next) < 0) {
                return;
            }
            double seconds = elapsed.minus(last).toMillis() / 1000.0;
            out.printf(
                    Locale.ROOT,
                    "%,d records read (%,.0f/s), %,d entities, %,d conflicts, %,d dead letters,"
                            + " %,d s%n",
                    counts.read(),
                    (counts.read() - lastRead) / seconds,
                    counts.get(Count.ENTITIES),
                    counts.get(Count.CONFLICTS),
                    counts.deadLetters(),
                    elapsed.toSeconds());
            out.flush();
            last = elapsed;
            lastRead = counts.read();
            next = elapsed.plus(EVERY);
        }
    }
}
