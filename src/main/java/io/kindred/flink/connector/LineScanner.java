package io.kindred.flink.connector;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Splits a file into lines, without LF or CRLF. Blank lines are skipped, and in CSV comments. A
 * line over the limit is cut.
 *
 * <p>In CSV, the lines of a quoted cell are one input. If the quotes are not closed within a number
 * of lines and bytes, or before the end of the file, or where the next cell opens, they count as
 * never closed: the line is an input of its own, and the next line is read as if nothing were open.
 * So a forgotten quote costs one line. The bytes ahead are looked at once more for each such line,
 * and no further than the next quote, so that the cost stays linear.
 */
final class LineScanner implements InputScanner {

    /** The bytes that the lines after the first of an input may have together. */
    static final int MAX_LATER_BYTES = 1024 * 1024;

    private final FileWindow window;
    private final InputBytes line;
    private final @Nullable CsvQuotes quotes;
    private final int maxLines;
    private final byte[] comment;
    private long firstLine;

    private LineScanner(
            FileWindow window,
            int maxBytes,
            @Nullable CsvQuotes quotes,
            int maxLines,
            String comment) {
        this.window = window;
        this.line = new InputBytes(maxBytes);
        this.quotes = quotes;
        this.maxLines = maxLines;
        this.comment = comment.getBytes(StandardCharsets.UTF_8);
    }

    /** Every line is an input. The window is at the start of a line. */
    static LineScanner lines(FileWindow window, int maxBytes) {
        return new LineScanner(window, maxBytes, null, 1, "");
    }

    /**
     * The lines of a quoted cell are one input. The window is at the start of a line.
     *
     * @param maxLines the lines that an input may have
     * @param comment what lines to skip begin with; empty for none
     */
    static LineScanner csv(
            FileWindow window, int maxBytes, char delimiter, int maxLines, String comment) {
        return new LineScanner(window, maxBytes, new CsvQuotes(delimiter), maxLines, comment);
    }

    @Override
    public boolean next() throws IOException {
        while (window.has(0)) {
            if (isComment()) {
                skipLine();
                continue;
            }
            read();
            if (!line.isBlank()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public InputBytes input() {
        return line;
    }

    /** The number of the line, from 1; for several lines, that of the first. */
    @Override
    public String position() {
        return "line " + firstLine;
    }

    @Override
    public long offset() {
        return window.offset();
    }

    @Override
    public long lines() {
        return window.lines();
    }

    @Override
    public long stored() {
        return window.file().stored();
    }

    @Override
    public FileBytes file() {
        return window.file();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    /** A comment has no quotes: those in it are characters like any other. */
    private boolean isComment() throws IOException {
        int at = 0;
        while (at < comment.length && window.has(at) && window.peek(at) == comment[at]) {
            at++;
        }
        return at > 0 && at == comment.length;
    }

    private void skipLine() throws IOException {
        boolean ended = false;
        while (!ended && window.has(0)) {
            int inView = window.inView();
            int end = window.find('\n', inView);
            ended = end < inView;
            window.skip(end, 0);
        }
        window.skip(ended ? 1 : 0, 1);
    }

    private void read() throws IOException {
        firstLine = window.lines() + 1;
        line.clear();
        if (quotes != null) {
            quotes.reset();
        }
        readToLineBreak();
        if (quotes != null && quotes.isOpen()) {
            readLaterLines(quotes);
        }
        line.endLine();
        // The end of the file counts as a line break.
        window.skip(window.has(0) ? 1 : 0, 1);
    }

    /** Reads up to the line break or the end of the file. */
    private void readToLineBreak() throws IOException {
        boolean hasQuotes = false;
        boolean ended = false;
        while (!ended && window.has(0)) {
            int inView = window.inView();
            int end = window.find('\n', inView);
            if (quotes != null) {
                int firstQuote = hasQuotes ? 0 : window.find('"', end);
                hasQuotes |= firstQuote < end;
                // Only the last byte before the first quote matters.
                for (int i = Math.max(0, firstQuote - 1); i < end; i++) {
                    quotes.accept(window.peek(i));
                }
            }
            ended = end < inView;
            window.take(end, 0, line);
        }
    }

    /** Reads up to the line break after the quotes are closed; nothing if they never are. */
    private void readLaterLines(CsvQuotes open) throws IOException {
        int ahead = 0;
        int lineBreaks = 0;
        while (window.has(ahead)) {
            byte b = window.peek(ahead);
            if (b == '\n') {
                if (!open.isOpen()) {
                    break;
                }
                lineBreaks++;
            }
            open.accept(b);
            if (open.isNeverClosed() || lineBreaks == maxLines || ahead > MAX_LATER_BYTES) {
                return;
            }
            ahead++;
        }
        if (!open.isOpen()) {
            window.take(ahead, lineBreaks, line);
        }
    }
}
