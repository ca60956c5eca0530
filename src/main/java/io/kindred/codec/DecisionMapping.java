package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.model.Verdict;
import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The mapping of a row's columns to a decision about two records.
 *
 * @param reason the column with the reason, if any; an empty cell means none
 */
public record DecisionMapping(
        Field entityType,
        VerdictField decision,
        Side left,
        Side right,
        Optional<VersionColumn> version,
        Optional<OpColumn> op,
        Optional<String> reason)
        implements RowMapping {

    // Optional is not serialisable, so optional parts are serialised as nulls.
    private Object writeReplace() {
        return new Wire(
                entityType,
                decision,
                left,
                right,
                version.orElse(null),
                op.orElse(null),
                reason.orElse(null));
    }

    private record Wire(
            Field entityType,
            VerdictField decision,
            Side left,
            Side right,
            @Nullable VersionColumn version,
            @Nullable OpColumn op,
            @Nullable String reason)
            implements Serializable {

        private Object readResolve() {
            return new DecisionMapping(
                    entityType,
                    decision,
                    left,
                    right,
                    Optional.ofNullable(version),
                    Optional.ofNullable(op),
                    Optional.ofNullable(reason));
        }
    }

    /**
     * One of the two records.
     *
     * @param uid the column with the uid
     */
    public record Side(Field perspective, String uid) implements Serializable {}

    /** What was decided: the same in every row, or a column. */
    public sealed interface VerdictField extends Serializable {

        /** The same in every row. */
        record Always(Verdict verdict) implements VerdictField {}

        /**
         * The value of a column.
         *
         * @param values the verdict of each value; if empty, {@code same} and {@code different}
         *     count, in any case
         */
        record Column(String name, Map<String, Verdict> values) implements VerdictField {

            public Column {
                // Errors list them in this order.
                values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            }
        }
    }
}
