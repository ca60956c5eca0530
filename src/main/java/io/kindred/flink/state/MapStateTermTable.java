package io.kindred.flink.state;

import io.kindred.storage.ByteKey;
import io.kindred.storage.TermTable;
import org.apache.flink.runtime.state.internal.InternalMapState;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * One table of terms as one map state of the current key, with a namespace for each term. What is
 * put is copied, as the heap backend keeps what it is given.
 */
final class MapStateTermTable implements TermTable {

    private final String name;
    private final InternalMapState<?, ByteKey, ByteKey, byte[]> state;

    MapStateTermTable(String name, InternalMapState<?, ByteKey, ByteKey, byte[]> state) {
        this.name = name;
        this.state = state;
    }

    @Override
    public void put(byte[] term, byte[] key, byte[] value) {
        state.setCurrentNamespace(new ByteKey(term.clone()));
        try {
            state.put(new ByteKey(key.clone()), value.clone());
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
            Iterator<Map.Entry<ByteKey, byte[]>> entries = state.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public Entry next() {
                    // RocksDB's iterator would give null.
                    if (!entries.hasNext()) {
                        throw new NoSuchElementException();
                    }
                    Map.Entry<ByteKey, byte[]> entry = entries.next();
                    return new Entry(entry.getKey().bytes(), entry.getValue());
                }
            };
        } catch (Exception e) {
            throw new StateAccessException(name, "scan " + new ByteKey(term), e);
        }
    }
}
