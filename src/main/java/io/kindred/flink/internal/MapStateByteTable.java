package io.kindred.flink.internal;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.TermTable;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/**
 * A table in a map state of the current key. Arrays are not copied: the heap backend keeps the
 * given arrays, and callers never change them.
 */
final class MapStateByteTable implements ByteTable {

    private final String name;
    private final MapState<ByteKey, byte[]> state;

    MapStateByteTable(String name, MapState<ByteKey, byte[]> state) {
        this.name = name;
        this.state = state;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return state.get(new ByteKey(key));
        } catch (Exception e) {
            throw new StateAccessException(name, "get " + new ByteKey(key), e);
        }
    }

    @Override
    public void put(byte[] key, byte[] value) {
        try {
            state.put(new ByteKey(key), value);
        } catch (Exception e) {
            throw new StateAccessException(name, "put " + new ByteKey(key), e);
        }
    }

    @Override
    public void remove(byte[] key) {
        try {
            state.remove(new ByteKey(key));
        } catch (Exception e) {
            throw new StateAccessException(name, "remove " + new ByteKey(key), e);
        }
    }

    @Override
    public Iterator<TermTable.Entry> scan() {
        try {
            return new MapStateEntries(state.iterator());
        } catch (Exception e) {
            throw new StateAccessException(name, "scan", e);
        }
    }
}
