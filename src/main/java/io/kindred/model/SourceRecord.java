package io.kindred.model;

import java.util.List;
import java.util.OptionalLong;

/**
 * One version of a record of a source system: an upsert or a delete.
 *
 * @param version orders the versions of one record; if empty, they are ordered by arrival
 * @param descriptors the values, sorted, with duplicates. Those of a delete only break ties between
 *     deletes of the same version
 * @param isCarried whether the record was migrated from a savepoint. It then gives way to a known
 *     record, unless both have versions and these, or the content at equal versions, say otherwise
 */
public record SourceRecord(
        RecordIdentity identity,
        OptionalLong version,
        Op op,
        List<Descriptor> descriptors,
        boolean isCarried) {

    /** The operation. In comparisons of content, a delete is greater than an upsert. */
    public enum Op {
        /** Inserts the record or replaces its descriptors. */
        UPSERT,
        /** Removes the record. */
        DELETE
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
        this(identity, version, op, descriptors, false);
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

    /** The same record, marked as migrated from a savepoint. */
    public SourceRecord carried() {
        return new SourceRecord(identity, version, op, descriptors, true);
    }

    /** The same without what a delete carries: of two deletes neither says more. */
    public SourceRecord asKept() {
        return op == Op.DELETE
                ? new SourceRecord(identity, version, op, List.of(), isCarried)
                : this;
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
