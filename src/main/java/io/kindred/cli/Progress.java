package io.kindred.cli;

import io.kindred.flink.operator.JobCounts;

import java.io.PrintWriter;
import java.time.Duration;

/** A listener to the progress of runs. */
@FunctionalInterface
interface Progress {

    /** Prints nothing. */
    Progress NONE = (counts, bytes, elapsed) -> {};

    /**
     * Shows the progress of a run.
     *
     * @param counts empty while the job starts or ends
     * @param elapsed the time since the start
     */
    void show(JobCounts counts, Amount input, Duration elapsed);

    /** Leaves what is shown, before something else is printed. The next run begins anew. */
    default void end() {}

    /**
     * How much of a job's input has been read: bytes of files, or messages of topics.
     *
     * @param total 0 if it is unknown
     */
    record Amount(long read, long total) {

        /** Of any other job. */
        static final Amount UNKNOWN = new Amount(0, 0);
    }

    /** Prints a line every 5 s. */
    final class Lines implements Progress {
        private static final Duration EVERY = Duration.ofSeconds(5);

        private final PrintWriter out;
        private ProgressLine line = new ProgressLine();
        private Duration next = EVERY;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void show(JobCounts counts, Amount input, Duration elapsed) {
            line.add(counts, input, elapsed);
            if (elapsed.compareTo(next) >= 0) {
                out.println(ProgressLine.time(elapsed) + "  " + line.text(Integer.MAX_VALUE));
                out.flush();
                next = elapsed.plus(EVERY);
            }
        }

        @Override
        public void end() {
            line = new ProgressLine();
            next = EVERY;
        }
    }
}
