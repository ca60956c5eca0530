package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;

import java.util.List;
import java.util.Optional;

/**
 * What a shard keeps of a current record.
 *
 * @param id dense, never reused
 * @param identity what the record is called
 * @param component the component it is in; negative if it is alone, see {@link #isAlone}
 * @param entity the digest in the id of the entity it was last emitted to be in; empty if it never
 *     was
 * @param emitted what was last emitted of its component if it is alone, else nothing
 * @param isEscalated whether it is alone and its component is resolved elsewhere
 * @param descriptors as received, sorted
 */
public record StoredRecord(
        long id,
        RecordIdentity identity,
        long component,
        Optional<ByteKey> entity,
        EmittedDigests emitted,
        boolean isEscalated,
        List<Descriptor> descriptors) {

    /** A record that came just now: alone, and nothing was emitted of it. */
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
     * The component that a record is in while nothing links it to any other. It needs no entry of
     * its own: its one member is known from its id, and what was emitted of it is kept with that.
     */
    public static long aloneIn(long recordId) {
        return -1 - recordId;
    }

    /** Whether a component is one record that nothing links to any other. */
    public static boolean isAlone(long component) {
        return component < 0;
    }

    /** The record that is alone in the component. */
    public static long onlyMember(long component) {
        return -1 - component;
    }

    /** The same record with others in a component, which keeps what was emitted from now on. */
    public StoredRecord inComponent(long otherComponent) {
        return new StoredRecord(
                id, identity, otherComponent, entity, EmittedDigests.NONE, false, descriptors);
    }

    /** The same record with nothing that links it to others. */
    public StoredRecord alone() {
        return inComponent(aloneIn(id));
    }

    /** The same record with what was last emitted of it. */
    public StoredRecord inEntity(ByteKey statedEntity) {
        return new StoredRecord(
                id,
                identity,
                component,
                Optional.of(statedEntity),
                emitted,
                isEscalated,
                descriptors);
    }

    /** The same record, of which nothing is emitted any more. */
    public StoredRecord notEmitted() {
        return new StoredRecord(
                id,
                identity,
                component,
                Optional.empty(),
                EmittedDigests.NONE,
                isEscalated,
                descriptors);
    }

    /** The same record, which is alone, and whether its component is resolved elsewhere. */
    public StoredRecord escalated(boolean elsewhere) {
        return new StoredRecord(id, identity, component, entity, emitted, elsewhere, descriptors);
    }

    /** The same record, which is alone, with what was last emitted of its component. */
    StoredRecord stating(EmittedDigests digests) {
        return new StoredRecord(id, identity, component, entity, digests, isEscalated, descriptors);
    }

    /** The same record with another content. */
    public StoredRecord saying(List<Descriptor> otherDescriptors) {
        return new StoredRecord(
                id, identity, component, entity, emitted, isEscalated, otherDescriptors);
    }
}
