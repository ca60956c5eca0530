package io.kindred.model;

import java.util.List;
import java.util.OptionalLong;

/**
 * One source system's update about one thing, or its withdrawal.
 *
 * @param identity what the record is called
 * @param version orders the updates about one identity; without one, the order of arrival does
 * @param op whether the record is to be there or gone
 * @param descriptors the values, sorted, duplicates kept; what a delete carries counts for nothing
 *     but the choice between two deletes of one version
 * @param isCarried whether it tells what a saved state knew, rather than what a source says now:
 *     where no versions tell which is the later, it never is
 */
public record SourceRecord(
        RecordIdentity identity,
        OptionalLong version,
        Op op,
        List<Descriptor> descriptors,
        boolean isCarried) {

    /** What a record asks for; a delete is greater content than an upsert. */
    public enum Op {
        /** The record is there with these descriptors. */
        UPSERT,
        /** The record is gone. */
        DELETE
    }

    /** Sorts the descriptors. */
    public SourceRecord {
        // They mostly come in order: off the wire always.
        descriptors =
                isSorted(descriptors)
                        ? List.copyOf(descriptors)
                        : descriptors.stream().sorted().toList();
    }

    /** What a source says. */
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

    /** A record that is there. */
    public static SourceRecord upsert(
            RecordIdentity identity, OptionalLong version, List<Descriptor> descriptors) {
        return new SourceRecord(identity, version, Op.UPSERT, descriptors);
    }

    /** A record that is gone. */
    public static SourceRecord delete(RecordIdentity identity, OptionalLong version) {
        return new SourceRecord(identity, version, Op.DELETE, List.of());
    }

    /** The same as what a saved state knew. */
    public SourceRecord carried() {
        return new SourceRecord(identity, version, op, descriptors, true);
    }

    /** The same without what a delete carries: of two deletes neither says more. */
    public SourceRecord asKept() {
        return op == Op.DELETE
                ? new SourceRecord(identity, version, op, List.of(), isCarried)
                : this;
    }

    /** Compares what two records say, whatever their versions: by op, then by descriptors. */
    public int compareContent(SourceRecord other) {
        int byOp = op.compareTo(other.op);
        return byOp != 0
                ? byOp
                : CodePointOrder.compareLists(
                        descriptors, other.descriptors, Descriptor::compareTo);
    }
}
