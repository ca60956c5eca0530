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
 * Scans the terms of the current shard with one iteration over each table for all shards of a
 * subtask. Shards must become the current key in the order of their key groups, and each table may
 * be scanned once per shard.
 */
public final class MapStateTermScan implements TermScan, AutoCloseable {

    private final KeyedStateBackend<?> backend;
    private final int keyGroups;
    private final Map<TermName, Cursor> cursors = new EnumMap<>(TermName.class);

    /**
     * Scans a backend in which the tables are registered.
     *
     * @param keyGroups the number of key groups of the operator
     */
    MapStateTermScan(KeyedStateBackend<?> backend, int keyGroups) {
        this.backend = backend;
        this.keyGroups = keyGroups;
    }

    @Override
    public Iterator<byte[]> scanTerms(TermName table) {
        Object shard = backend.getCurrentKey();
        Cursor cursor =
                cursors.computeIfAbsent(
                        table, name -> new Cursor(backend.getKeysAndNamespaces(name.id())));
        cursor.skipTo(KeyGroups.of(shard, keyGroups), keyGroups);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.next != null && cursor.next.f0.equals(shard);
            }

            @Override
            public byte[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return cursor.nextTerm().bytes();
            }
        };
    }

    @Override
    public void close() {
        cursors.values().forEach(Cursor::close);
    }

    private static final class Cursor {
        private final Stream<? extends Tuple2<?, ByteKey>> stream;
        private final Iterator<? extends Tuple2<?, ByteKey>> all;
        private @Nullable Tuple2<?, ByteKey> next;

        Cursor(Stream<? extends Tuple2<?, ByteKey>> stream) {
            this.stream = stream;
            this.all = stream.iterator();
            advance();
        }

        void skipTo(int keyGroup, int keyGroups) {
            while (next != null && KeyGroups.of(next.f0, keyGroups) < keyGroup) {
                advance();
            }
        }

        ByteKey nextTerm() {
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
