package io.kindred.model;

import java.util.List;
import java.util.OptionalLong;

/**
 * One version of a record of a source system: an upsert, a delete or an erasure.
 *
 * @param version orders the versions of one record; if empty, they are ordered by arrival
 * @param descriptors the values, sorted, with duplicates. Those of a delete only break ties between
 *     deletes of the same version
 * @param isCarried whether the record was migrated from a savepoint. It then gives way to a known
 *     record, unless both have versions and these, or the content at equal versions, say otherwise
 * @param decisions what people decided about the record; attached by whoever keeps it, and never
 *     there in a record from a source. No part of its content
 */
public record SourceRecord(
        RecordIdentity identity,
        OptionalLong version,
        Op op,
        List<Descriptor> descriptors,
        boolean isCarried,
        HeldDecisions decisions)
        implements RecordInput {

    /**
     * The operation. In comparisons of content, an erasure is greater than a delete, and that is
     * greater than an upsert.
     */
    public enum Op {
        /** Inserts the record or replaces its descriptors. */
        UPSERT,
        /** Removes the record. */
        DELETE,
        /** Removes the record, and everything that is kept of it but its version. */
        ERASE
    }

    public SourceRecord {
        // Most inputs are sorted; records from another operator always are.
        descriptors =
                isSorted(descriptors)
                        ? List.copyOf(descriptors)
                        : descriptors.stream().sorted().toList();
    }

    /** A record from a source, not migrated. */
    public SourceRecord(
            RecordIdentity identity, OptionalLong version, Op op, List<Descriptor> descriptors) {
        this(identity, version, op, descriptors, false, HeldDecisions.NONE);
    }

    private static boolean isSorted(List<Descriptor> descriptors) {
        for (int i = 1; i < descriptors.size(); i++) {
            if (descriptors.get(i - 1).compareTo(descriptors.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    public static SourceRecord upsert(
            RecordIdentity identity, OptionalLong version, List<Descriptor> descriptors) {
        return new SourceRecord(identity, version, Op.UPSERT, descriptors);
    }

    public static SourceRecord delete(RecordIdentity identity, OptionalLong version) {
        return new SourceRecord(identity, version, Op.DELETE, List.of());
    }

    public static SourceRecord erase(RecordIdentity identity, OptionalLong version) {
        return new SourceRecord(identity, version, Op.ERASE, List.of());
    }

    /** The same record, marked as migrated from a savepoint. */
    public SourceRecord carried() {
        return new SourceRecord(identity, version, op, descriptors, true, decisions);
    }

    /** The same record with decisions attached. */
    public SourceRecord with(HeldDecisions attached) {
        return new SourceRecord(identity, version, op, descriptors, isCarried, attached);
    }

    /** Whether the record exists after it: it is an upsert. */
    public boolean isUpsert() {
        return op == Op.UPSERT;
    }

    /** The same without what a delete or erasure carries: of two deletes neither says more. */
    public SourceRecord asKept() {
        return isUpsert()
                ? this
                : new SourceRecord(identity, version, op, List.of(), isCarried, decisions);
    }

    /** Compares operation, then descriptors; ignores identity and version. */
    public int compareContent(SourceRecord other) {
        int byOp = op.compareTo(other.op);
        return byOp != 0
                ? byOp
                : CodePointOrder.compareLists(
                        descriptors, other.descriptors, Descriptor::compareTo);
    }
}
