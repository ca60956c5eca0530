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
 * Finds entities by their ids. An entity is named after one of its records, its anchor, which is
 * therefore emitted to be in the entity exactly as long as the entity is; so the index has an entry
 * for each record that was last emitted to be in the entity of its own name, and no other.
 *
 * <p>Keeping it reads nothing, and writes only when an anchor comes to be one or is one no longer.
 */
public final class EntityIndex {

    private final RecordStore records;
    private final EntityIds anchors;

    EntityIndex(ShardTables tables, RecordStore records) {
        this.records = records;
        this.anchors = new EntityIds(tables);
    }

    /**
     * A record is emitted to be in an entity from now on, which is not the one it was in before.
     */
    public void state(StoredRecord before, ByteKey now) {
        ByteKey own = own(before.identity());
        if (now.equals(own)) {
            anchors.put(own, before.id());
        } else if (isIn(before, own)) {
            anchors.remove(own);
        }
    }

    /** Nothing is emitted of a record any more, or it goes. */
    public void drop(StoredRecord before) {
        if (before.entity().isPresent()) {
            ByteKey own = own(before.identity());
            if (isIn(before, own)) {
                anchors.remove(own);
            }
        }
    }

    /** Lists a record as it is emitted, which may be listed already. */
    void list(StoredRecord record) {
        ByteKey own = own(record.identity());
        if (isIn(record, own)) {
            anchors.put(own, record.id());
        }
    }

    /** Whether an entity is named after the record, as it was emitted last. */
    public static boolean isAnchor(StoredRecord record) {
        return isIn(record, own(record.identity()));
    }

    /** Walks over all entries by cursor; nothing may change meanwhile. */
    public Iterator<EntityIds.Anchor> all() {
        return anchors.all();
    }

    /** The anchor that an entry leads to; empty if that is not the record's place. */
    public Optional<StoredRecord> anchor(EntityIds.Anchor entry) {
        return records.find(entry.recordId())
                .filter(record -> isIn(record, entry.entity()))
                .filter(record -> own(record.identity()).equals(entry.entity()));
    }

    /**
     * The anchor of an entity that is emitted here.
     *
     * @throws CorruptStateException if the entry leads to a record that is not in the entity
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
                                                        + " leads to record "
                                                        + recordId.getAsLong()
                                                        + ", which no entity of that id is named"
                                                        + " after"));
        // The digest is of the type too, so that another type in front of it names nothing.
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
