package io.kindred.tools.store;

import io.kindred.tools.store.StoreDatabase.Family;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Changes of the store that are written together. Rows that it has written are read from it. */
final class StoreBatch implements AutoCloseable {

    private static final byte[] NOTHING = new byte[0];

    /** Greater than all keys, which begin with ASCII characters. */
    private static final byte[] AFTER_ALL = {(byte) 0xff};

    private final StoreDatabase database;
    private final StoreCounts counts;
    private final WriteBatch batch = new WriteBatch();

    /** Entities that records left in this batch; the log has them once it is written. */
    private final Map<String, Set<String>> left = new HashMap<>();

    /** Rows as they are now, read before or written; empty if there is none. */
    private final Map<byte[], Optional<StoredRow>> rows = new TreeMap<>(Arrays::compareUnsigned);

    /**
     * A batch without changes.
     *
     * @param counts changed with it
     */
    StoreBatch(StoreDatabase database, StoreCounts counts) {
        this.database = database;
        this.counts = counts;
    }

    /** Reads rows in one go, so that {@link #row} finds them. */
    void prefetch(List<byte[]> keys) {
        Map<byte[], byte[]> found = database.get(Family.ROWS, keys);
        keys.forEach(key -> rows.put(key, Optional.ofNullable(found.get(key)).map(StoredRow::of)));
    }

    Optional<StoredRow> row(byte[] key) {
        if (!rows.containsKey(key)) {
            prefetch(List.of(key));
        }
        return rows.get(key);
    }

    void putRow(byte[] key, StoredRow row) {
        rows.put(key, Optional.of(row));
        put(Family.ROWS, key, row.bytes());
    }

    void removeRow(byte[] key) {
        rows.put(key, Optional.empty());
        remove(Family.ROWS, key);
    }

    /** Remembers an entity that a record was in. */
    void leave(String identity, String entity) {
        left.computeIfAbsent(identity, any -> new HashSet<>()).add(entity);
    }

    /** The entities that a record left in this batch. */
    Set<String> left(String identity) {
        return left.getOrDefault(identity, Set.of());
    }

    StoreCounts counts() {
        return counts;
    }

    void put(byte[] indexKey) {
        put(Family.INDEX, indexKey, NOTHING);
    }

    void put(Family family, byte[] key, byte[] value) {
        change(() -> batch.put(database.handle(family), key, value));
    }

    void remove(Family family, byte[] key) {
        change(() -> batch.delete(database.handle(family), key));
    }

    /** Removes all entries that begin with these bytes, of which the last is not 0xff. */
    void removeAll(Family family, byte[] beginning) {
        byte[] end = beginning.clone();
        end[end.length - 1]++;
        change(() -> batch.deleteRange(database.handle(family), beginning, end));
    }

    /** Removes everything that is in the store, and nothing that is put later. */
    void clear() {
        for (Family family : Family.values()) {
            change(() -> batch.deleteRange(database.handle(family), NOTHING, AFTER_ALL));
        }
    }

    void write() {
        database.write(batch);
    }

    @Override
    public void close() {
        batch.close();
    }

    private interface Change {
        void run() throws RocksDBException;
    }

    private static void change(Change change) {
        try {
            change.run();
        } catch (RocksDBException failure) {
            throw new StoreException(
                    "the store cannot be changed: " + failure.getMessage(), failure);
        }
    }
}
