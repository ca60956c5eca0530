package io.kindred.cli;

import io.kindred.flink.operator.JobCounts;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Shows the progress in one line of a terminal, which is rewritten in place and removed at the end.
 */
final class ProgressBar implements Progress {

    /** The terminal itself prints so many characters for Ctrl-C; nothing may wrap. */
    private static final int INTERRUPT = "^C".length();

    private final PrintWriter out;
    private final int width;
    private ProgressLine line = new ProgressLine();
    private int shown;
    private @Nullable CleanUp cleanUp;

    /**
     * A line on a terminal.
     *
     * @param columns how wide the terminal is
     */
    ProgressBar(PrintWriter out, int columns) {
        this.out = out;
        this.width = Math.max(1, columns - 1 - INTERRUPT);
    }

    @Override
    public void show(JobCounts counts, Amount input, Duration elapsed) {
        if (cleanUp == null) {
            cleanUp = new CleanUp(this::remove);
        }
        line.add(counts, input, elapsed);
        print(line.text(width));
    }

    private synchronized void print(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
        out.flush();
        shown = text.length();
    }

    private synchronized void remove() {
        out.print("\r" + " ".repeat(shown + INTERRUPT) + "\r");
        out.flush();
        shown = 0;
    }

    @Override
    public void end() {
        if (cleanUp != null) {
            cleanUp.close();
            cleanUp = null;
        }
        line = new ProgressLine();
    }
}
