package io.kindred.resolve.state;

import io.kindred.model.EntityId;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.EntityIds;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An index of emitted entities by id.
 *
 * <p>An entity's id is derived from one of its records, its anchor. So the index has one entry for
 * each record that was last emitted in the entity of its own id, and no others.
 *
 * <p>Updates need no reads. They write only when a record becomes an anchor or stops being one.
 */
public final class EntityIndex {

    private final RecordStore records;
    private final EntityIds anchors;

    EntityIndex(ShardTables tables, RecordStore records) {
        this.records = records;
        this.anchors = new EntityIds(tables);
    }

    /** A record is emitted in another entity than before. */
    public void assign(StoredRecord before, ByteKey now) {
        ByteKey own = own(before.identity());
        if (now.equals(own)) {
            anchors.put(own, before.id());
        } else if (isIn(before, own)) {
            anchors.remove(own);
        }
    }

    /** A record is no longer emitted in any entity, or is removed. */
    public void drop(StoredRecord before) {
        if (before.entity().isPresent()) {
            ByteKey own = own(before.identity());
            if (isIn(before, own)) {
                anchors.remove(own);
            }
        }
    }

    /** Adds a record as it was last emitted. Does nothing if it is indexed already. */
    void list(StoredRecord record) {
        ByteKey own = own(record.identity());
        if (isIn(record, own)) {
            anchors.put(own, record.id());
        }
    }

    /** Whether the record is the anchor of the entity that it was last emitted in. */
    public static boolean isAnchor(StoredRecord record) {
        return isIn(record, own(record.identity()));
    }

    /** Iterates over all entries by cursor. The index must not change meanwhile. */
    public Iterator<EntityIds.Anchor> all() {
        return anchors.all();
    }

    /** The anchor that an entry points to; empty if the entry is wrong. */
    public Optional<StoredRecord> anchor(EntityIds.Anchor entry) {
        return records.find(entry.recordId())
                .filter(record -> isIn(record, entry.entity()))
                .filter(record -> own(record.identity()).equals(entry.entity()));
    }

    /**
     * The anchor of an entity that this shard emits.
     *
     * @throws CorruptStateException if the entry points to a record that is not the entity's anchor
     */
    public Optional<StoredRecord> find(String entityId) {
        if (!EntityId.isValid(entityId)) {
            return Optional.empty();
        }
        ByteKey entity = ByteKey.ofHex(EntityId.digits(entityId));
        OptionalLong recordId = anchors.find(entity);
        if (recordId.isEmpty()) {
            return Optional.empty();
        }
        StoredRecord anchor =
                anchor(new EntityIds.Anchor(entity, recordId.getAsLong()))
                        .orElseThrow(
                                () ->
                                        new CorruptStateException(
                                                "entity-ids",
                                                entity
                                                        + " points to record "
                                                        + recordId.getAsLong()
                                                        + ", which is not its anchor"));
        // The digest covers the type too, so an id with another type prefix matches nothing.
        return Optional.of(anchor)
                .filter(
                        record ->
                                record.identity()
                                        .entityType()
                                        .equals(EntityId.entityType(entityId)));
    }

    private static boolean isIn(StoredRecord record, ByteKey entity) {
        return record.entity().isPresent() && record.entity().get().equals(entity);
    }

    private static ByteKey own(RecordIdentity record) {
        return new ByteKey(EntityId.digest(record));
    }
}
