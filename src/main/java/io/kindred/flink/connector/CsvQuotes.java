package io.kindred.flink.connector;

/**
 * Tracks CSV quotes byte by byte, to find line breaks inside quotes. As in {@code CsvLine}, a quote
 * opens only at the start of a cell; elsewhere it is an ordinary character.
 */
final class CsvQuotes {

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        /**
         * After a quote in a quoted cell: the end of the cell, or the first half of a doubled
         * quote.
         */
        QUOTE
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
                    case QUOTED -> b == '"' ? State.QUOTE : State.QUOTED;
                    case QUOTE -> b == '"' ? State.QUOTED : unquoted(b);
                };
    }

    /** Whether the current position is inside quotes. */
    boolean isOpen() {
        return state == State.QUOTED;
    }

    private State unquoted(byte b) {
        return b == delimiter ? State.CELL_START : State.PLAIN;
    }
}
