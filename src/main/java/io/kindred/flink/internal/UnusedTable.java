package io.kindred.flink.internal;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;

/** A table that the job does not use: it has no state and is always empty. */
record UnusedTable(String name) implements ByteTable {

    @Override
    public byte @Nullable [] get(byte[] key) {
        return null;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        throw new IllegalStateException(
                "the job does not use the state " + name + ", but puts " + new ByteKey(key));
    }

    @Override
    public void remove(byte[] key) {}

    @Override
    public Iterator<TermTable.Entry> scan() {
        return Collections.emptyIterator();
    }
}
