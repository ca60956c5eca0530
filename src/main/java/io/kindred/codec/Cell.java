package io.kindred.codec;

import com.fasterxml.jackson.core.JsonToken;

/** A value in a row, converted by the rules of the row's format. */
sealed interface Cell {

    /** The value of a descriptor made from the cell. */
    String text();

    /** The cell as a 64-bit integer. */
    long integer(String path) throws RejectedInputException;

    /** The cell as a point of time. */
    long time(TimePoints times, String path) throws RejectedInputException;

    /** A CSV cell. CSV has only text, so text that looks like an integer is an integer. */
    record Csv(String text) implements Cell {

        @Override
        public long integer(String path) throws RejectedInputException {
            return TimePoints.integer(text, path);
        }

        @Override
        public long time(TimePoints times, String path) throws RejectedInputException {
            return times.cell(text, path);
        }
    }

    /**
     * A JSON value. JSON distinguishes integers from strings, so a string of digits is not an
     * integer.
     */
    record Json(String text, JsonToken token) implements Cell {

        @Override
        public long integer(String path) throws RejectedInputException {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                String found = token == JsonToken.VALUE_STRING ? "a string" : text;
                throw new RejectedInputException(
                        path + " is " + found + ", expected a 64-bit integer");
            }
            return TimePoints.integer(text, path);
        }

        @Override
        public long time(TimePoints times, String path) throws RejectedInputException {
            return token == JsonToken.VALUE_STRING ? times.text(text, path) : integer(path);
        }
    }
}
