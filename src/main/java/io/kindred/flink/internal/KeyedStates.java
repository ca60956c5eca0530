package io.kindred.flink.internal;

import io.kindred.flink.serde.ByteKeySerializer;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.TermTable;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalMapState;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The keyed state of one subtask. All states must be opened when the operator opens, so that a
 * restored state is never dropped. All methods but the iterations refer to the current key.
 *
 * @param <K> the key type
 */
public final class KeyedStates<K> {

    private final KeyedStateBackend<K> backend;

    /** Wraps a backend and shares its current key. */
    public KeyedStates(KeyedStateBackend<K> backend) {
        this.backend = backend;
    }

    /** An action on a key, which is the current one meanwhile. */
    @FunctionalInterface
    public interface KeyAction<K> {

        void accept(K key) throws Exception;
    }

    /** Opens a {@code ValueState} of bytes. */
    public ByteCell cell(String name) throws Exception {
        return new ValueStateCell(
                name, value(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /**
     * Opens a {@code ValueState} of bytes that {@linkplain Forgetting forgets}.
     *
     * @param after how long a value is remembered; empty: for ever
     */
    public ByteCell cell(String name, Optional<Duration> after) throws Exception {
        return new ValueStateCell(
                name,
                state(
                        forgetting(
                                after,
                                new ValueStateDescriptor<>(
                                        name,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO))));
    }

    <T> ValueState<T> value(String name, TypeInformation<T> type) throws Exception {
        return state(new ValueStateDescriptor<>(name, type));
    }

    /** Opens a {@code MapState} of bytes. */
    public ByteTable table(String name) throws Exception {
        return table(name, Optional.empty());
    }

    /**
     * Opens a {@code MapState} of bytes that {@linkplain Forgetting forgets} each entry by itself.
     *
     * @param after how long an entry is remembered; empty: for ever
     */
    public ByteTable table(String name, Optional<Duration> after) throws Exception {
        return new MapStateByteTable(
                name, state(forgetting(after, MapStateShardTables.descriptor(name))));
    }

    /**
     * Opens a {@code MapState} of bytes with a namespace for each term, so that adding an entry
     * reads nothing and a term can be scanned with a cursor.
     */
    public TermTable terms(String name) throws Exception {
        InternalMapState<?, ByteKey, ByteKey, byte[]> state =
                (InternalMapState<?, ByteKey, ByteKey, byte[]>)
                        backend.getOrCreateKeyedState(
                                ByteKeySerializer.INSTANCE, MapStateShardTables.descriptor(name));
        return new MapStateTermTable(state, new MapStateByteTable(name, state));
    }

    private <S extends State> S state(StateDescriptor<S, ?> descriptor) throws Exception {
        return backend.getPartitionedState(
                VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
    }

    private static <D extends StateDescriptor<?, ?>> D forgetting(
            Optional<Duration> after, D descriptor) {
        return after.isPresent() ? Forgetting.after(after.get(), descriptor) : descriptor;
    }

    /**
     * Opens the tables of a shard, which is the current key, in a tool, which forgets nothing.
     * {@code gone-records} is opened if it has entries. A job must not decide by that: its subtasks
     * would differ.
     */
    public ShardTables shardTables() throws Exception {
        boolean areUsed = needs(Name.GONE_RECORDS.id(), Optional.empty());
        return shardTables(new GoneStates(areUsed, Optional.empty()));
    }

    /**
     * Whether a state that is used only with a setting must be opened: if there is the setting, or
     * if it has entries in this subtask from a time when there was. A job had better decide by
     * {@link GoneStates}, which all subtasks have alike.
     *
     * <p>Costs a look at one entry. Must be called before the state is opened.
     *
     * @param setting how long entries are remembered; empty without the setting
     */
    public boolean needs(String name, Optional<Duration> setting) {
        if (setting.isPresent()) {
            return true;
        }
        try (Stream<K> keys = keys(name)) {
            return keys.findAny().isPresent();
        }
    }

    /**
     * Opens the tables of a shard, which is the current key.
     *
     * @param gone whether there is {@code gone-records}, and how long it remembers an entry
     */
    public ShardTables shardTables(GoneStates gone) throws Exception {
        return new MapStateShardTables(backend, "", gone);
    }

    /** Opens tables under prefixed names, which no job uses, as the working tables of a tool. */
    public ShardTables shardTables(String prefix) throws Exception {
        return new MapStateShardTables(backend, prefix, GoneStates.NONE);
    }

    /**
     * Scans the terms of the tables, which must be open.
     *
     * @param keyGroups the number of key groups of the operator
     */
    public MapStateTermScan termScan(int keyGroups) {
        return new MapStateTermScan(backend, keyGroups);
    }

    /** The current key. */
    public K key() {
        return backend.getCurrentKey();
    }

    public void setKey(K key) {
        backend.setCurrentKey(key);
    }

    /** All keys that have the state. The stream must be closed. */
    public Stream<K> keys(String name) {
        return backend.getKeys(name, VoidNamespace.INSTANCE);
    }

    /**
     * All keys that have the state now. The state may change while the stream is read. RocksDB
     * iterates over a snapshot; a heap backend copies the keys. The stream must be closed.
     */
    public Stream<K> keysAsNow(String name) {
        if (backend instanceof RocksDBKeyedStateBackend) {
            return keys(name);
        }
        try (Stream<K> keys = keys(name)) {
            return keys.toList().stream();
        }
    }

    /**
     * Runs an action on each key that has the state. With a heap backend the action may only
     * replace the values of existing keys.
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

    /** The key groups of this subtask, in ascending order. */
    public IntStream keyGroups() {
        KeyGroupRange range = ((AbstractKeyedStateBackend<?>) backend).getKeyGroupRange();
        return IntStream.rangeClosed(range.getStartKeyGroup(), range.getEndKeyGroup());
    }
}
