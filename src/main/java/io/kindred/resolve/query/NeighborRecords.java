package io.kindred.resolve.query;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.IntervalSet;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The records that a {@link NeighborSearch} looks through.
 *
 * @param <T> the ids of records
 */
public interface NeighborRecords<T> {

    /**
     * A record that has values of a key.
     *
     * @param times when it has them
     */
    record Having<T>(T id, IntervalSet times) {}

    /** Receives the members of a component. */
    interface ComponentVisitor<T> {

        /**
         * Called first, if the size is known.
         *
         * @return false if that is too many; then no member is wanted
         */
        boolean size(long members);

        /**
         * A member.
         *
         * @param record empty if somebody else answers for the component
         * @return false if no other member is wanted
         */
        boolean member(T id, Optional<SourceRecord> record);
    }

    /** The key entries of a record as it is stored; empty if there is none. */
    Map<ByteKey, KeyEntry> entries(RecordIdentity record);

    /** How many records have values of a key. May stop at two more than makes them generic. */
    long count(IdentityKey key, ByteKey signature);

    /** Whether the values of a key link nothing now. */
    boolean isGeneric(IdentityKey key, ByteKey signature);

    /** The records that have values of a key. */
    Iterator<Having<T>> having(ByteKey signature);

    /** Visits the component that a record is in. */
    void visitComponent(T id, ComponentVisitor<T> visitor);
}
