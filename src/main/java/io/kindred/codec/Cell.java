package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.List;

/** A value in a row, converted by the rules of the row's format. */
sealed interface Cell {

    /** The value of a descriptor made from the cell. */
    String text();

    /** The name of the value's schema in the message; empty if there is none. */
    String schema();

    /** Whether the cell is an integer, rather than a text that may look like one. */
    boolean isInteger();

    /** The cell as a 64-bit integer. */
    long integer(String path) throws RejectedInputException;

    /** A cell with these values, at least one. */
    static Cell of(List<Cell> values) {
        return values.size() == 1 ? values.get(0) : new Several(values);
    }

    /** The values of the cell, one unless it is {@link Several}. */
    default List<Cell> values() {
        return List.of(this);
    }

    /**
     * Several values of one column. Only columns that may have several are read by {@link
     * #values()}; what reads one value never gets this.
     */
    record Several(List<Cell> values) implements Cell {

        public Several {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            throw several();
        }

        @Override
        public String schema() {
            throw several();
        }

        @Override
        public boolean isInteger() {
            throw several();
        }

        @Override
        public long integer(String path) {
            throw several();
        }

        private static IllegalStateException several() {
            return new IllegalStateException("several values are read as one");
        }
    }

    /** A CSV cell. CSV has only text, so text that looks like an integer is an integer. */
    record Csv(String text) implements Cell {

        @Override
        public String schema() {
            return "";
        }

        @Override
        public boolean isInteger() {
            return TimePoints.isInteger(text.strip());
        }

        @Override
        public long integer(String path) throws RejectedInputException {
            return TimePoints.integer(text.strip(), path);
        }
    }

    /**
     * A JSON value. JSON distinguishes integers from strings, so a string of digits is not an
     * integer.
     */
    record Json(String text, JsonToken token, String schema) implements Cell {

        /** A value without a schema. */
        Json(String text, JsonToken token) {
            this(text, token, "");
        }

        /**
         * The current value, with the name of its schema if there is one.
         *
         * @throws RejectedInputException if it is an object or array, or no Unicode
         */
        static Json read(JsonParser json, String path) throws IOException, RejectedInputException {
            Object schema = json.canReadTypeId() ? json.getTypeId() : null;
            return new Json(
                    JsonLine.scalar(json, path),
                    json.currentToken(),
                    schema == null ? "" : schema.toString());
        }

        /** The value with the name of its schema. */
        Json of(String name) {
            return new Json(text, token, name);
        }

        @Override
        public boolean isInteger() {
            return token == JsonToken.VALUE_NUMBER_INT;
        }

        @Override
        public long integer(String path) throws RejectedInputException {
            if (!isInteger()) {
                String found = token == JsonToken.VALUE_STRING ? "a string" : text;
                throw new RejectedInputException(
                        path + " is " + found + ", expected a 64-bit integer");
            }
            return TimePoints.integer(text, path);
        }
    }
}
