package io.kindred.codec;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The mapping of a row's columns to a record.
 *
 * @param uid the column with the uid
 * @param version the column with the version, if any; an empty cell means no version
 * @param op the column with {@code upsert} or {@code delete}, if any; an empty cell means upsert
 * @param attributes the columns that become descriptors; if empty, all columns without another use,
 *     under their own names and valid always
 */
public record RecordMapping(
        Field entityType,
        Field perspective,
        String uid,
        Optional<String> version,
        Optional<String> op,
        Optional<List<AttributeColumn>> attributes)
        implements Serializable {

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

    /** A field of the identity: a constant or a column. */
    public sealed interface Field extends Serializable {

        /** The same value for every row. */
        record Constant(String value) implements Field {}

        /** The value of a column. */
        record Column(String name) implements Field {}
    }

    /**
     * A column that becomes a descriptor in rows where it is not empty.
     *
     * @param attribute the descriptor's attribute
     * @param column the column with the value
     * @param validFrom the column with the start, if any; an empty cell means an infinite start
     * @param validTo the column with the end, if any; an empty cell means an infinite end
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
