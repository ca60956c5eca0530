package io.kindred.flink.internal;

import io.kindred.storage.ByteTable;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/** Makes tables of whatever is the current key. */
public final class KeyedTable {

    private KeyedTable() {}

    /**
     * The table of the current key that is kept as one {@code MapState} of this lasting name. To be
     * called when the operator opens, so that a restored state is never left out.
     *
     * @throws Exception if the state backend cannot register the state
     */
    public static ByteTable open(KeyedStateBackend<?> backend, String name) throws Exception {
        return new MapStateByteTable(
                name,
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        MapStateShardTables.descriptor(name)));
    }
}
