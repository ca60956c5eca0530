package io.kindred.offline;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.shard.Interner;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.ShardMeta;

import java.util.Iterator;
import java.util.OptionalLong;

/**
 * What a state knows of each identity, as the one record that says it all again: the current
 * content with the greatest version that was taken, or a delete with that version. Without the
 * deletes an old version that comes late would bring back what is gone.
 */
public final class CarriedRecords {

    /** What was read is not asked for again. */
    private static final int HELD = 1;

    private CarriedRecords() {}

    /**
     * Of the only shard of a state, of whichever layout; walks over its identities by cursor. Of
     * several shards each knows numbers of changes in place of versions, and the registry is to be
     * asked.
     */
    public static Iterator<SourceRecord> ofOnlyShard(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        RecordStore records = new RecordStore(tables, meta, new Interner(tables, meta), HELD);
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
                return id.isEmpty()
                        ? SourceRecord.delete(next.identity(), current.version())
                        : SourceRecord.upsert(
                                next.identity(),
                                current.version(),
                                records.get(id.getAsLong()).descriptors());
            }
        };
    }

    /**
     * Of one entry of the registry.
     *
     * @param key the {@linkplain RecordIdentity#joined() joined} identity
     */
    public static SourceRecord ofRegistry(String key, byte[] registration) {
        Registration known = Registration.FORMAT.read(registration);
        RecordIdentity identity = RecordIdentity.ofJoined(key);
        return known.present()
                ? SourceRecord.upsert(identity, known.version(), known.descriptors())
                : SourceRecord.delete(identity, known.version());
    }
}
