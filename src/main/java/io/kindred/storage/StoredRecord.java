package io.kindred.storage;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;

import java.util.List;
import java.util.Optional;

/**
 * What a shard keeps of a current record.
 *
 * @param id dense, never reused
 * @param identity what the record is called
 * @param component the component it is in; negative if it is alone, see {@link #isAlone}
 * @param entity the digest in the id of the entity it was last stated to be in; empty if it never
 *     was
 * @param stated what was last stated of its component if it is alone, else nothing
 * @param isEscalated whether it is alone and its component is resolved elsewhere
 * @param descriptors as received, sorted
 */
public record StoredRecord(
        long id,
        RecordIdentity identity,
        long component,
        Optional<ByteKey> entity,
        StatedDigests stated,
        boolean isEscalated,
        List<Descriptor> descriptors) {

    /** A record that came just now: alone, and nothing was stated of it. */
    public static StoredRecord arrived(
            long id, RecordIdentity identity, List<Descriptor> descriptors) {
        return new StoredRecord(
                id,
                identity,
                aloneIn(id),
                Optional.empty(),
                StatedDigests.NONE,
                false,
                descriptors);
    }

    /**
     * The component that a record is in while nothing links it to any other. It needs no entry of
     * its own: its one member is known from its id, and what was stated of it is kept with that.
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

    /** The same record with others in a component, which keeps what was stated from now on. */
    public StoredRecord inComponent(long otherComponent) {
        return new StoredRecord(
                id, identity, otherComponent, entity, StatedDigests.NONE, false, descriptors);
    }

    /** The same record with nothing that links it to others. */
    public StoredRecord alone() {
        return inComponent(aloneIn(id));
    }

    /** The same record with what was last stated of it. */
    public StoredRecord inEntity(ByteKey statedEntity) {
        return new StoredRecord(
                id,
                identity,
                component,
                Optional.of(statedEntity),
                stated,
                isEscalated,
                descriptors);
    }

    /** The same record, of which nothing is stated any more. */
    public StoredRecord unstated() {
        return new StoredRecord(
                id,
                identity,
                component,
                Optional.empty(),
                StatedDigests.NONE,
                isEscalated,
                descriptors);
    }

    /** The same record, which is alone, and whether its component is resolved elsewhere. */
    StoredRecord escalated(boolean elsewhere) {
        return new StoredRecord(id, identity, component, entity, stated, elsewhere, descriptors);
    }

    /** The same record, which is alone, with what was last stated of its component. */
    StoredRecord stating(StatedDigests digests) {
        return new StoredRecord(id, identity, component, entity, digests, isEscalated, descriptors);
    }

    /** The same record with another content. */
    public StoredRecord saying(List<Descriptor> otherDescriptors) {
        return new StoredRecord(
                id, identity, component, entity, stated, isEscalated, otherDescriptors);
    }
}
