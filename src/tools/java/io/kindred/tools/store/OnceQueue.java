package io.kindred.tools.store;

import io.kindred.tools.store.StoreDatabase.Family;
import org.rocksdb.RocksDBException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A queue that takes each text once, whether it is still in it or not. It is on disk, so memory is
 * bounded whatever was added. Not thread-safe.
 */
public final class OnceQueue implements AutoCloseable {

    private static final byte[] NOTHING = new byte[0];

    private final StoreDatabase database;
    private long first;
    private long end;

    private OnceQueue(StoreDatabase database) {
        this.database = database;
    }

    /**
     * An empty queue.
     *
     * @param folder that has nothing else in it, and is of no use afterwards
     * @param memory bytes of cache and memtables
     * @throws StoreException if the folder cannot be used
     */
    public static OnceQueue open(Path folder, long memory) {
        return new OnceQueue(StoreDatabase.open(folder, memory));
    }

    /** Adds a text at the end; returns false, and does nothing, if it was ever added. */
    public boolean add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (database.db().get(database.handle(Family.INDEX), bytes) != null) {
                return false;
            }
            database.db().put(database.handle(Family.INDEX), bytes, NOTHING);
            database.db().put(database.handle(Family.LOG), place(end), bytes);
        } catch (RocksDBException failure) {
            throw StoreException.writing(failure);
        }
        end++;
        return true;
    }

    /** Removes the text that has been in it for longest; empty if there is none. */
    public Optional<String> poll() {
        if (first == end) {
            return Optional.empty();
        }
        try {
            byte[] bytes = database.db().get(database.handle(Family.LOG), place(first));
            database.db().delete(database.handle(Family.LOG), place(first));
            first++;
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (RocksDBException failure) {
            throw StoreException.writing(failure);
        }
    }

    private static byte[] place(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public void close() {
        database.close();
    }
}
