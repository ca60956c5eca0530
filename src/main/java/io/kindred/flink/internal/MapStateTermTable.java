package io.kindred.flink.internal;

import io.kindred.storage.ByteKey;
import io.kindred.storage.TermTable;
import org.apache.flink.runtime.state.internal.InternalMapState;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/** One table of terms as one map state of the current key, with a namespace for each term. */
final class MapStateTermTable implements TermTable {

    private final String name;
    private final InternalMapState<?, ByteKey, ByteKey, byte[]> state;

    MapStateTermTable(String name, InternalMapState<?, ByteKey, ByteKey, byte[]> state) {
        this.name = name;
        this.state = state;
    }

    @Override
    public byte @Nullable [] get(byte[] term, byte[] key) {
        state.setCurrentNamespace(new ByteKey(term));
        try {
            return state.get(new ByteKey(key));
        } catch (Exception e) {
            throw new StateAccessException(name, "get " + new ByteKey(key), e);
        }
    }

    @Override
    public void put(byte[] term, byte[] key, byte[] value) {
        state.setCurrentNamespace(new ByteKey(term));
        try {
            state.put(new ByteKey(key), value);
        } catch (Exception e) {
            throw new StateAccessException(name, "put " + new ByteKey(key), e);
        }
    }

    @Override
    public void remove(byte[] term, byte[] key) {
        state.setCurrentNamespace(new ByteKey(term));
        try {
            state.remove(new ByteKey(key));
        } catch (Exception e) {
            throw new StateAccessException(name, "remove " + new ByteKey(key), e);
        }
    }

    @Override
    public Iterator<Entry> scan(byte[] term) {
        state.setCurrentNamespace(new ByteKey(term));
        try {
            return new MapStateEntries(state.iterator());
        } catch (Exception e) {
            throw new StateAccessException(name, "scan " + new ByteKey(term), e);
        }
    }
}
