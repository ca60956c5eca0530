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
 * The anchor of each entity that a shard emits: the record that the entity is named after.
 *
 * <p>Format of {@code entity-ids}, version 1, key the 16 bytes of digest in the entity's id:
 * version byte; the record id, unsigned.
 */
public final class EntityIds {

    private static final String WHAT = "entity-ids";
    private static final int VERSION = 1;

    private final ByteTable table;

    public EntityIds(ShardTables tables) {
        this.table = tables.bytes(ShardTables.Name.ENTITY_IDS);
    }

    /** An entry, under the digest in the entity's id. */
    public record Anchor(ByteKey entity, long recordId) {}

    /** Sets an entity's anchor without reading it. */
    public void put(ByteKey entity, long recordId) {
        table.put(entity.bytes(), new ByteWriter(8).raw(VERSION).unsigned(recordId).toBytes());
    }

    /** Removes an entity's anchor without reading it. */
    public void remove(ByteKey entity) {
        table.remove(entity.bytes());
    }

    /** The anchor of an entity, if it is listed. */
    public OptionalLong find(ByteKey entity) {
        byte[] stored = table.get(entity.bytes());
        return stored == null ? OptionalLong.empty() : OptionalLong.of(read(entity, stored));
    }

    /**
     * Iterates over all anchors with a cursor, in no particular order; none may change meanwhile.
     */
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
