package io.kindred.flink.internal;

import io.kindred.flink.serde.ByteKeySerializer;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a shard, which is the current key. Every table is one {@code MapState} with the
 * table's name. A table of terms has a namespace for each term, so that adding an entry reads
 * nothing and a term can be scanned with a cursor.
 */
final class MapStateShardTables implements ShardTables {

    private final Map<Name, ByteTable> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, TermTable> terms = new EnumMap<>(TermName.class);

    /**
     * Registers all states, so that a restored state is never dropped, but {@code gone-records}
     * only if it is used.
     *
     * @param forgetAfter how long {@code gone-records} remembers an entry; empty if the job forgets
     *     nothing
     * @throws Exception if the state backend cannot register a state
     */
    MapStateShardTables(KeyedStateBackend<?> backend, String prefix, Optional<Duration> forgetAfter)
            throws Exception {
        KeyedStates<?> states = new KeyedStates<>(backend);
        for (Name name : Name.values()) {
            String id = prefix + name.id();
            if (name != Name.GONE_RECORDS) {
                bytes.put(name, states.table(id));
            } else if (states.needs(id, forgetAfter)) {
                bytes.put(name, states.table(id, forgetAfter));
            } else {
                bytes.put(name, new UnusedTable(id));
            }
        }
        for (TermName name : TermName.values()) {
            terms.put(name, states.terms(prefix + name.id()));
        }
    }

    static MapStateDescriptor<ByteKey, byte[]> descriptor(String name) {
        return new MapStateDescriptor<>(
                name, ByteKeySerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);
    }

    @Override
    public ByteTable bytes(Name name) {
        return bytes.get(name);
    }

    @Override
    public TermTable terms(TermName name) {
        return terms.get(name);
    }
}
