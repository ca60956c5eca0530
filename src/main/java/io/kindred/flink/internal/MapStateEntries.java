package io.kindred.flink.internal;

import io.kindred.storage.ByteKey;
import io.kindred.storage.TermTable;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/** An iterator over the entries of a map state, backed by a cursor of the state backend. */
final class MapStateEntries implements Iterator<TermTable.Entry> {

    private final Iterator<Map.Entry<ByteKey, byte[]>> entries;

    MapStateEntries(Iterator<Map.Entry<ByteKey, byte[]>> entries) {
        this.entries = entries;
    }

    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public TermTable.Entry next() {
        // RocksDB's iterator would return null.
        if (!entries.hasNext()) {
            throw new NoSuchElementException();
        }
        Map.Entry<ByteKey, byte[]> entry = entries.next();
        return new TermTable.Entry(entry.getKey().bytes(), entry.getValue());
    }
}
