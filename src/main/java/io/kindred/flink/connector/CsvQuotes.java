package io.kindred.flink.connector;

/**
 * Follows the bytes of CSV to know whether a line break is inside quotes. As for the reader of the
 * cells, a quote opens only at the very beginning of a cell; elsewhere it is a character like any.
 */
final class CsvQuotes {

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        /** After a quote in a quoted cell: the end of it, or the first half of a doubled quote. */
        QUOTE
    }

    private final byte delimiter;
    private State state = State.CELL_START;

    /** With the ASCII character between cells. */
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

    /** Whether the next byte is inside quotes. */
    boolean open() {
        return state == State.QUOTED;
    }

    private State unquoted(byte b) {
        return b == delimiter ? State.CELL_START : State.PLAIN;
    }
}
