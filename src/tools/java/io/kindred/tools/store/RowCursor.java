package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

import java.util.Optional;

/**
 * Goes through the rows of an output that hold, by output key. Keys are in the order of their code
 * points. Not thread-safe.
 */
public final class RowCursor implements AutoCloseable {

    private final RocksIterator entries;
    private final byte[] beginning;
    private boolean isBegun;

    /** A row with its output key. */
    public record Keyed(String key, ObjectNode row) {}

    RowCursor(RocksIterator entries, byte[] beginning) {
        this.entries = entries;
        this.beginning = beginning;
    }

    /** The next row; empty after the last one. */
    public Optional<Keyed> next() {
        try {
            for (advance(); entries.isValid(); advance()) {
                byte[] key = entries.key();
                if (!StoreKeys.hasBeginning(key, beginning)) {
                    return Optional.empty();
                }
                ObjectNode row = StoredRow.of(entries.value()).node();
                if (!StoredRow.isGone(row)) {
                    return Optional.of(new Keyed(StoreKeys.rest(key, beginning.length), row));
                }
            }
            entries.status();
            return Optional.empty();
        } catch (RocksDBException failure) {
            throw StoreException.reading(failure);
        }
    }

    private void advance() {
        if (isBegun) {
            entries.next();
        } else {
            entries.seek(beginning);
            isBegun = true;
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
