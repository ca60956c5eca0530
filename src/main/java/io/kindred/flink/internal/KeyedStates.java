package io.kindred.flink.internal;

import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The keyed state of one subtask. States have lasting names and are opened when an operator opens,
 * so that a restored one is never left out. All but the walks are of the current key.
 *
 * @param <K> the key
 */
public final class KeyedStates<K> {

    private final KeyedStateBackend<K> backend;

    /** Of a backend, whose current key this has and sets. */
    public KeyedStates(KeyedStateBackend<K> backend) {
        this.backend = backend;
    }

    /** What is done with each key of a walk, while it is the current key. */
    @FunctionalInterface
    public interface KeyAction<K> {

        /** Does it. */
        void accept(K key) throws Exception;
    }

    /** A {@code ValueState} of bytes. */
    public ByteCell cell(String name) throws Exception {
        return new ValueStateCell(
                name, value(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    <T> ValueState<T> value(String name, TypeInformation<T> type) throws Exception {
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>(name, type));
    }

    /** A {@code MapState} of bytes. */
    public ByteTable table(String name) throws Exception {
        return new MapStateByteTable(
                name,
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        MapStateShardTables.descriptor(name)));
    }

    /** The tables of whichever shard is the current key. */
    public ShardTables shardTables() throws Exception {
        return shardTables("");
    }

    /** The same under names with a prefix, which no job has, for tables of a tool's own. */
    public ShardTables shardTables(String prefix) throws Exception {
        return new MapStateShardTables(backend, prefix);
    }

    /**
     * The terms in those tables, which are opened first.
     *
     * @param keyGroups how many the operator has
     */
    public MapStateTermScan termScan(int keyGroups) {
        return new MapStateTermScan(backend, keyGroups);
    }

    /** Makes a key the current one. */
    public void setKey(K key) {
        backend.setCurrentKey(key);
    }

    /** All keys that have the state, by a cursor that is to be closed. */
    public Stream<K> keys(String name) {
        return backend.getKeys(name, VoidNamespace.INSTANCE);
    }

    /**
     * Does something with each key that has the state. A heap backend allows no change of the state
     * meanwhile but to replace the values of keys.
     */
    public void forEachKey(String name, KeyAction<K> action) throws Exception {
        try (Stream<K> keys = keys(name)) {
            for (Iterator<K> each = keys.iterator(); each.hasNext(); ) {
                K key = each.next();
                setKey(key);
                action.accept(key);
            }
        }
    }

    /** The key groups of this subtask, in order. */
    public IntStream keyGroups() {
        KeyGroupRange range = ((AbstractKeyedStateBackend<?>) backend).getKeyGroupRange();
        return IntStream.rangeClosed(range.getStartKeyGroup(), range.getEndKeyGroup());
    }
}
