package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;

import java.util.Iterator;
import java.util.OptionalLong;

/**
 * The anchors of the entities that a shard states: of each the record that it is named after.
 *
 * <p>Format of {@code entity-ids}, version 1, key the 16 bytes of digest in the entity's id:
 * version byte; the record id, unsigned.
 */
public final class EntityIds {

    private static final String WHAT = "entity-ids";
    private static final int VERSION = 1;

    private final ByteTable table;

    /** Over the tables of one shard. */
    public EntityIds(ShardTables tables) {
        this.table = tables.bytes(ShardTables.Name.ENTITY_IDS);
    }

    /** One entry, under the digest in the entity's id. */
    public record Anchor(ByteKey entity, long recordId) {}

    /** Puts an entity's anchor, without looking whether there is one. */
    public void put(ByteKey entity, long recordId) {
        table.put(entity.bytes(), new ByteWriter(8).raw(VERSION).unsigned(recordId).toBytes());
    }

    /** Removes an entity's anchor, without looking whether there is one. */
    public void remove(ByteKey entity) {
        table.remove(entity.bytes());
    }

    /** The record that an entity is named after, if it is listed. */
    public OptionalLong find(ByteKey entity) {
        byte[] stored = table.get(entity.bytes());
        return stored == null ? OptionalLong.empty() : OptionalLong.of(read(entity, stored));
    }

    /** Walks over all by cursor, in no particular order; none may be put or removed meanwhile. */
    public Iterator<Anchor> all() {
        return new MappingIterator<>(
                table.scan(),
                entry -> {
                    ByteKey entity = new ByteKey(entry.key());
                    return new Anchor(entity, read(entity, entry.value()));
                });
    }

    private static long read(ByteKey entity, byte[] stored) {
        ByteReader reader = new ByteReader(WHAT + " of " + entity, stored);
        reader.version(VERSION);
        long recordId = reader.unsigned();
        reader.end();
        return recordId;
    }
}
