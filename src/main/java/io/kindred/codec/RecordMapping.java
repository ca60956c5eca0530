package io.kindred.codec;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * How a row of named columns becomes a record.
 *
 * @param entityType the record's entity type
 * @param perspective the record's perspective
 * @param uid the column with the uid
 * @param version the column with the version, if there is one; an empty cell is no version
 * @param op the column with {@code upsert} or {@code delete}, if there is one; empty is upsert
 * @param attributes the columns that become descriptors; empty for all columns that serve nothing
 *     else, each under its own name and for all time
 */
public record RecordMapping(
        Field entityType,
        Field perspective,
        String uid,
        Optional<String> version,
        Optional<String> op,
        Optional<List<AttributeColumn>> attributes)
        implements Serializable {

    /** Copies the list. */
    public RecordMapping {
        attributes = attributes.map(List::copyOf);
    }

    // Optional is not serializable: the parts that may be missing travel as nulls.
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
            @Nullable String version,
            @Nullable String op,
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

    /** A part of the identity: the same for every row, or read from a column. */
    public sealed interface Field extends Serializable {

        /** The same for every row. */
        record Constant(String value) implements Field {}

        /** Read from a column. */
        record Column(String name) implements Field {}
    }

    /**
     * A column that becomes a descriptor wherever it is not empty.
     *
     * @param attribute the descriptor's attribute
     * @param column the column with the value
     * @param validFrom the column with the start, if any; an empty cell is an infinite start
     * @param validTo the column with the end, if any; an empty cell is an infinite end
     */
    public record AttributeColumn(
            String attribute, String column, Optional<String> validFrom, Optional<String> validTo)
            implements Serializable {

        private Object writeReplace() {
            return new Wire(attribute, column, validFrom.orElse(null), validTo.orElse(null));
        }

        private record Wire(
                String attribute,
                String column,
                @Nullable String validFrom,
                @Nullable String validTo)
                implements Serializable {

            private Object readResolve() {
                return new AttributeColumn(
                        attribute,
                        column,
                        Optional.ofNullable(validFrom),
                        Optional.ofNullable(validTo));
            }
        }
    }
}
