package io.kindred.flink.connector;

/**
 * Tracks CSV quotes byte by byte, to find line breaks inside quotes. As in {@code CsvLine}, a quote
 * opens only at the start of a cell; elsewhere it is an ordinary character.
 *
 * <p>It also finds quotes that are never closed. After a line break in quotes, a single quote that
 * stands where a cell could start, and before text, can only open a cell: in correct CSV a closing
 * quote stands before a delimiter or line end. So the quote before it was never closed. Example:
 * the second line here is a row of its own.
 *
 * <pre>
 * 1,"never closed
 * 2,"closed",x
 * </pre>
 */
final class CsvQuotes {

    private enum State {
        CELL_START,
        PLAIN,
        /** Inside quotes, in the first line of the cell. */
        QUOTED,
        /**
         * After a quote in a quoted cell: the end of the cell, or the first half of a doubled
         * quote.
         */
        QUOTE,
        /** Inside quotes, in a later line of the cell. */
        LATER,
        /** Likewise, where a cell could start: after a delimiter or line break. */
        LATER_START,
        /** Likewise, after a quote that is not where a cell could start. */
        LATER_QUOTE,
        /** Likewise, after a quote where a cell could start. */
        LATER_START_QUOTE,
        /** White space after such a quote: both are the end of the cell unless text follows. */
        LATER_END,
        NEVER_CLOSED
    }

    private final byte delimiter;
    private State state = State.CELL_START;

    CsvQuotes(char delimiter) {
        this.delimiter = (byte) delimiter;
    }

    void reset() {
        state = State.CELL_START;
    }

    void accept(byte b) {
        state =
                switch (state) {
                    case CELL_START -> b == '"' ? State.QUOTED : unquoted(b);
                    case PLAIN -> unquoted(b);
                    case QUOTED ->
                            switch (b) {
                                case '"' -> State.QUOTE;
                                case '\n' -> State.LATER_START;
                                default -> State.QUOTED;
                            };
                    case QUOTE -> b == '"' ? State.QUOTED : unquoted(b);
                    case LATER -> b == '"' ? State.LATER_QUOTE : later(b);
                    case LATER_START -> b == '"' ? State.LATER_START_QUOTE : later(b);
                    case LATER_QUOTE -> b == '"' ? State.LATER : unquoted(b);
                    case LATER_START_QUOTE -> b == '"' ? State.LATER_START : afterStartQuote(b);
                    case LATER_END -> afterStartQuote(b);
                    case NEVER_CLOSED -> State.NEVER_CLOSED;
                };
    }

    /** Whether the current position is inside quotes. */
    boolean isOpen() {
        return state == State.QUOTED || state == State.LATER || state == State.LATER_START;
    }

    /** Whether the next cell opened before the quotes were closed. */
    boolean isNeverClosed() {
        return state == State.NEVER_CLOSED;
    }

    private State later(byte b) {
        return b == delimiter || b == '\n' ? State.LATER_START : State.LATER;
    }

    private State afterStartQuote(byte b) {
        if (b == delimiter) {
            return State.CELL_START;
        }
        return b == ' ' || b == '\t' || b == '\r' ? State.LATER_END : State.NEVER_CLOSED;
    }

    private State unquoted(byte b) {
        return b == delimiter ? State.CELL_START : State.PLAIN;
    }
}
