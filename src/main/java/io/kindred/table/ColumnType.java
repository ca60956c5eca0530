package io.kindred.table;

import java.util.Arrays;
import java.util.List;

/** The type of a column, of the elements of a list, or of a field of a struct. */
public sealed interface ColumnType {

    /** Types without parts. */
    enum Simple implements ColumnType {
        TEXT,
        /** A 64-bit integer. */
        LONG,
        BOOLEAN,
        /** A moment of the wall clock in milliseconds, whatever the timeline. */
        INSTANT,
        /** A point of the job's timeline: a moment in milliseconds, or an opaque integer. */
        TIME
    }

    /**
     * Text that is one of a few values.
     *
     * @param values all that there are
     */
    record Choice(List<String> values) implements ColumnType {
        public Choice {
            values = List.copyOf(values);
        }
    }

    /** A list, whose elements are never null. */
    record ListOf(ColumnType element) implements ColumnType {}

    /**
     * A row in a row.
     *
     * @param fields with different names
     */
    record Struct(List<Column> fields) implements ColumnType {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    static ListOf listOf(ColumnType element) {
        return new ListOf(element);
    }

    static Struct struct(Column... fields) {
        return new Struct(Arrays.asList(fields));
    }
}
