package io.kindred.model;

import io.kindred.model.SourceRecord.Op;

import java.util.List;
import java.util.OptionalLong;

/**
 * A decision of a person about two records of one entity type. The pair is its identity: of several
 * decisions about a pair one is current.
 *
 * @param lesser the lesser of the two records
 * @param greater the greater one
 * @param version orders the decisions about a pair; if empty, they are ordered by arrival
 * @param op {@link Op#UPSERT} or {@link Op#DELETE}
 * @param reason free text; may be empty
 */
public record Decision(
        RecordIdentity lesser,
        RecordIdentity greater,
        OptionalLong version,
        Op op,
        Verdict verdict,
        String reason) {

    /**
     * @throws IllegalArgumentException if the records are one, of two entity types or in the wrong
     *     order, or if the operation is {@link Op#ERASE}
     */
    public Decision {
        if (!lesser.entityType().equals(greater.entityType())) {
            throw new IllegalArgumentException("records of two entity types");
        }
        if (lesser.compareTo(greater) >= 0) {
            throw new IllegalArgumentException("not the lesser record first");
        }
        if (op == Op.ERASE) {
            throw new IllegalArgumentException("a decision cannot be erased");
        }
    }

    /** A decision about two records in any order. */
    public static Decision about(
            RecordIdentity left,
            RecordIdentity right,
            OptionalLong version,
            Op op,
            Verdict verdict,
            String reason) {
        boolean isOrdered = left.compareTo(right) < 0;
        return new Decision(
                isOrdered ? left : right, isOrdered ? right : left, version, op, verdict, reason);
    }

    /**
     * Its two sides, each of which is kept with its record.
     *
     * @param order greater than that of all decisions that came before from the same source
     */
    public List<DecisionSide> sides(long order) {
        SplitReason split = SplitReason.of(reason);
        return List.of(
                new DecisionSide(lesser, greater, version, order, op, verdict, split.left()),
                new DecisionSide(greater, lesser, version, order, op, verdict, split.right()));
    }
}
