package io.kindred.flink.internal;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermScan;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The terms of whichever shard is the current key, by one walk over each table for all shards of a
 * subtask: shards must become the current key in the order of their key groups, and a table may be
 * scanned once for each.
 */
public final class MapStateTermScan implements TermScan, AutoCloseable {

    private final KeyedStateBackend<?> backend;
    private final int keyGroups;
    private final Map<TermName, Walk> walks = new EnumMap<>(TermName.class);

    /**
     * Of a backend in which the tables are registered.
     *
     * @param keyGroups how many the operator has
     */
    MapStateTermScan(KeyedStateBackend<?> backend, int keyGroups) {
        this.backend = backend;
        this.keyGroups = keyGroups;
    }

    @Override
    public Iterator<byte[]> scanTerms(TermName table) {
        Object shard = backend.getCurrentKey();
        Walk walk =
                walks.computeIfAbsent(
                        table, name -> new Walk(backend.getKeysAndNamespaces(name.id())));
        walk.skipTo(KeyGroups.of(shard, keyGroups), keyGroups);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return walk.next != null && walk.next.f0.equals(shard);
            }

            @Override
            public byte[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return walk.take().bytes();
            }
        };
    }

    @Override
    public void close() {
        walks.values().forEach(Walk::close);
    }

    private static final class Walk {
        private final Stream<? extends Tuple2<?, ByteKey>> stream;
        private final Iterator<? extends Tuple2<?, ByteKey>> all;
        private @Nullable Tuple2<?, ByteKey> next;

        Walk(Stream<? extends Tuple2<?, ByteKey>> stream) {
            this.stream = stream;
            this.all = stream.iterator();
            advance();
        }

        void skipTo(int keyGroup, int keyGroups) {
            while (next != null && KeyGroups.of(next.f0, keyGroups) < keyGroup) {
                advance();
            }
        }

        ByteKey take() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            ByteKey term = next.f1;
            advance();
            return term;
        }

        private void advance() {
            next = all.hasNext() ? all.next() : null;
        }

        void close() {
            stream.close();
        }
    }
}
