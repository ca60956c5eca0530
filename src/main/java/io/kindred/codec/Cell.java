package io.kindred.codec;

import com.fasterxml.jackson.core.JsonToken;

/** A value in a row, and what it may stand for by the rules of its format. */
sealed interface Cell {

    /** The value as a descriptor has it. */
    String text();

    /** The 64-bit integer that the cell is. */
    long integer(String path) throws RejectedInputException;

    /** The point of time that the cell is. */
    long time(TimePoints times, String path) throws RejectedInputException;

    /** CSV has only text, so text that looks like an integer is one. */
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

    /** JSON says what is an integer: a string of digits is not one. */
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
