package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;

import java.util.List;
import java.util.Optional;

/**
 * A current record as stored by a shard.
 *
 * @param id dense, never reused
 * @param identity the record's identity
 * @param component the record's component; negative if it is alone, see {@link #isAlone}
 * @param entity the digest in the id of the entity that the record was last assigned to; empty if
 *     it never was
 * @param emitted the last emitted digests of its component if it is alone, else empty
 * @param isEscalated whether it is alone and its component is escalated
 * @param descriptors those that count, sorted
 * @param expired those that no longer count, sorted
 * @param decisions the decisions about it, deleted ones too; of one shard among several those in
 *     force
 */
public record StoredRecord(
        long id,
        RecordIdentity identity,
        long component,
        Optional<ByteKey> entity,
        EmittedDigests emitted,
        boolean isEscalated,
        List<Descriptor> descriptors,
        List<Descriptor> expired,
        HeldDecisions decisions) {

    /** A record of which nothing has expired, and about which nothing was decided. */
    public StoredRecord(
            long id,
            RecordIdentity identity,
            long component,
            Optional<ByteKey> entity,
            EmittedDigests emitted,
            boolean isEscalated,
            List<Descriptor> descriptors) {
        this(
                id,
                identity,
                component,
                entity,
                emitted,
                isEscalated,
                descriptors,
                List.of(),
                HeldDecisions.NONE);
    }

    /** Creates a new record: alone, without emitted rows. */
    public static StoredRecord arrived(
            long id, RecordIdentity identity, List<Descriptor> descriptors) {
        return new StoredRecord(
                id,
                identity,
                aloneIn(id),
                Optional.empty(),
                EmittedDigests.NONE,
                false,
                descriptors);
    }

    /**
     * The component of a record without links. It needs no entry of its own: its id identifies its
     * only member, and the emitted digests are stored with the record.
     */
    public static long aloneIn(long recordId) {
        return -1 - recordId;
    }

    /** Whether a component is a single record without links. */
    public static boolean isAlone(long component) {
        return component < 0;
    }

    /** The only member of such a component. */
    public static long onlyMember(long component) {
        return -1 - component;
    }

    /** Returns a copy in a component with others, which stores the emitted digests from now on. */
    public StoredRecord inComponent(long otherComponent) {
        return with(otherComponent, entity, EmittedDigests.NONE, false);
    }

    /** Returns a copy without links. */
    public StoredRecord alone() {
        return inComponent(aloneIn(id));
    }

    /** Returns a copy with its last emitted digests. */
    public StoredRecord inEntity(ByteKey assignedEntity) {
        return with(component, Optional.of(assignedEntity), emitted, isEscalated);
    }

    /** Returns a copy without emitted rows. */
    public StoredRecord notEmitted() {
        return with(component, Optional.empty(), EmittedDigests.NONE, isEscalated);
    }

    /** Returns a copy of a single record whose component is escalated, or no longer. */
    public StoredRecord escalated(boolean escalated) {
        return with(component, entity, emitted, escalated);
    }

    /** Returns a copy of a single record with the last emitted digests of its component. */
    StoredRecord withEmitted(EmittedDigests digests) {
        return with(component, entity, digests, isEscalated);
    }

    private StoredRecord with(
            long otherComponent,
            Optional<ByteKey> otherEntity,
            EmittedDigests digests,
            boolean escalated) {
        return new StoredRecord(
                id,
                identity,
                otherComponent,
                otherEntity,
                digests,
                escalated,
                descriptors,
                expired,
                decisions);
    }

    /** Returns a copy with other descriptors that count. */
    public StoredRecord withDescriptors(List<Descriptor> otherDescriptors) {
        return withContent(otherDescriptors, expired, decisions);
    }

    /** Returns a copy with another content. */
    public StoredRecord withContent(
            List<Descriptor> counting, List<Descriptor> noLongerCounting, HeldDecisions decided) {
        return new StoredRecord(
                id,
                identity,
                component,
                entity,
                emitted,
                isEscalated,
                counting,
                noLongerCounting,
                decided);
    }
}
