package io.kindred.flink.internal;

import io.kindred.storage.ByteKey;
import io.kindred.storage.TermTable;
import org.apache.flink.runtime.state.internal.InternalMapState;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/**
 * A table of terms in a map state of the current key, with a namespace for each term.
 *
 * @param ofTerm the same state as the table of the current namespace
 */
record MapStateTermTable(
        InternalMapState<?, ByteKey, ByteKey, byte[]> state, MapStateByteTable ofTerm)
        implements TermTable {

    @Override
    public byte @Nullable [] get(byte[] term, byte[] key) {
        return ofTerm(term).get(key);
    }

    @Override
    public void put(byte[] term, byte[] key, byte[] value) {
        ofTerm(term).put(key, value);
    }

    @Override
    public void remove(byte[] term, byte[] key) {
        ofTerm(term).remove(key);
    }

    @Override
    public Iterator<Entry> scan(byte[] term) {
        return ofTerm(term).scan();
    }

    private MapStateByteTable ofTerm(byte[] term) {
        state.setCurrentNamespace(new ByteKey(term));
        return ofTerm;
    }
}
