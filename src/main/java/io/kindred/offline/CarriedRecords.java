package io.kindred.offline;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.record.Expiry;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.shard.Interner;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;
import java.util.OptionalLong;

/**
 * Converts the registered version of each identity to a record that reproduces it: an upsert with
 * the current content and the greatest version, or a delete with that version. The deletes are
 * needed: without them, an old version that arrives late would bring a deleted record back.
 */
public final class CarriedRecords {

    /** The size of the record cache: no record is read twice. */
    private static final int CACHED_RECORDS = 1;

    private CarriedRecords() {}

    /**
     * The records of a state's only shard, in any layout, read with a cursor. With several shards,
     * shards store change numbers instead of versions; then use the registry.
     */
    public static Iterator<SourceRecord> ofOnlyShard(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        RecordStore records =
                new RecordStore(tables, meta, new Interner(tables, meta), CACHED_RECORDS);
        Iterator<Known> known = records.known();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return known.hasNext();
            }

            @Override
            public SourceRecord next() {
                Known next = known.next();
                Current current = next.current();
                OptionalLong id = current.recordId();
                if (id.isPresent()) {
                    StoredRecord record = records.get(id.getAsLong());
                    return SourceRecord.upsert(
                            next.identity(),
                            current.version(),
                            Expiry.joined(record.descriptors(), record.expired()));
                }
                return current.isGone()
                        ? SourceRecord.upsert(next.identity(), current.version(), current.expired())
                        : SourceRecord.delete(next.identity(), current.version());
            }
        };
    }

    /**
     * The record of an entry of the registry.
     *
     * @param key the {@linkplain RecordIdentity#joined() joined} identity
     */
    public static SourceRecord ofRegistry(String key, byte[] registration) {
        Registration known = Registration.FORMAT.read(registration);
        RecordIdentity identity = RecordIdentity.ofJoined(key);
        return known.isSeen()
                ? known.received(identity)
                : SourceRecord.delete(identity, known.version());
    }
}
