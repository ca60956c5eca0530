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
 * @param component the component it is in
 * @param entity the digest in the id of the entity it was last stated to be in; empty if it never
 *     was
 * @param descriptors as received, sorted
 */
public record StoredRecord(
        long id,
        RecordIdentity identity,
        long component,
        Optional<ByteKey> entity,
        List<Descriptor> descriptors) {

    /** The same record in another component. */
    public StoredRecord inComponent(long otherComponent) {
        return new StoredRecord(id, identity, otherComponent, entity, descriptors);
    }

    /** The same record with what was last stated of it. */
    public StoredRecord inEntity(ByteKey statedEntity) {
        return new StoredRecord(id, identity, component, Optional.of(statedEntity), descriptors);
    }

    /** The same record with another content. */
    public StoredRecord saying(List<Descriptor> otherDescriptors) {
        return new StoredRecord(id, identity, component, entity, otherDescriptors);
    }
}
