package io.kindred.codec;

import io.kindred.model.SourceRecord.Op;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mapping of a row's columns to a record.
 *
 * @param uid the column with the uid
 * @param version the column with the version, if any; an empty cell means no version
 * @param op the column with the operation, if any; an empty cell means upsert
 * @param attributes the columns that become descriptors; if empty, all columns without another use,
 *     under their own names and valid always
 */
public record RecordMapping(
        Field entityType,
        Field perspective,
        String uid,
        Optional<VersionColumn> version,
        Optional<OpColumn> op,
        Optional<List<AttributeColumn>> attributes)
        implements RowMapping {

    public RecordMapping {
        attributes = attributes.map(List::copyOf);
    }

    // Optional is not serialisable, so optional parts are serialised as nulls.
    private Object writeReplace() {
        return new Wire(
                entityType,
                perspective,
                uid,
                version.orElse(null),
                op.orElse(null),
                attributes.orElse(null));
    }

    private record Wire(
            Field entityType,
            Field perspective,
            String uid,
            @Nullable VersionColumn version,
            @Nullable OpColumn op,
            @Nullable List<AttributeColumn> attributes)
            implements Serializable {

        private Object readResolve() {
            return new RecordMapping(
                    entityType,
                    perspective,
                    uid,
                    Optional.ofNullable(version),
                    Optional.ofNullable(op),
                    Optional.ofNullable(attributes));
        }
    }

    /** A field of the identity: a constant or a column. */
    public sealed interface Field extends Serializable {

        /** The same value for every row. */
        record Constant(String value) implements Field {}

        /** The value of a column. */
        record Column(String name) implements Field {}
    }

    /**
     * The column with the version.
     *
     * @param time how the column writes times, of type time
     */
    public record VersionColumn(String column, Type type, TimeFormat time) implements Serializable {

        /** What a version is made from. */
        public enum Type {
            /** An integer; in JSON not in quotes. */
            INTEGER,
            /** A number with an integral value, also in quotes: {@code "3"}, {@code 3.0}. */
            NUMBER,
            /** A time, in microseconds since 1970. */
            TIME
        }

        /** A column of integers. */
        public static VersionColumn integer(String column) {
            return new VersionColumn(column, Type.INTEGER, TimeFormat.DEFAULT);
        }
    }

    /**
     * The column with the operation.
     *
     * @param values the operation of each value; if empty, the usual values count, in any case
     */
    public record OpColumn(String column, Map<String, Op> values) implements Serializable {

        public OpColumn {
            // Errors list them in this order.
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** A column of the usual values. */
        public static OpColumn usual(String column) {
            return new OpColumn(column, Map.of());
        }
    }

    /**
     * A column that becomes a descriptor in rows where it is not empty.
     *
     * @param attribute the descriptor's attribute
     * @param column the column with the value
     * @param validFrom the column with the start, if any; an empty cell means an infinite start
     * @param validTo the column with the end, if any; an empty cell means an infinite end
     * @param time how start and end are written
     * @param split what separates several values in one cell, if anything; not empty
     */
    public record AttributeColumn(
            String attribute,
            String column,
            Optional<String> validFrom,
            Optional<String> validTo,
            TimeFormat time,
            Optional<String> split)
            implements Serializable {

        /** A column whose cells have one value. */
        public AttributeColumn(
                String attribute,
                String column,
                Optional<String> validFrom,
                Optional<String> validTo,
                TimeFormat time) {
            this(attribute, column, validFrom, validTo, time, Optional.empty());
        }

        /** A column whose start and end are written in the default format. */
        public AttributeColumn(
                String attribute,
                String column,
                Optional<String> validFrom,
                Optional<String> validTo) {
            this(attribute, column, validFrom, validTo, TimeFormat.DEFAULT);
        }

        private Object writeReplace() {
            return new Wire(
                    attribute,
                    column,
                    validFrom.orElse(null),
                    validTo.orElse(null),
                    time,
                    split.orElse(null));
        }

        private record Wire(
                String attribute,
                String column,
                @Nullable String validFrom,
                @Nullable String validTo,
                TimeFormat time,
                @Nullable String split)
                implements Serializable {

            private Object readResolve() {
                return new AttributeColumn(
                        attribute,
                        column,
                        Optional.ofNullable(validFrom),
                        Optional.ofNullable(validTo),
                        time,
                        Optional.ofNullable(split));
            }
        }
    }
}
