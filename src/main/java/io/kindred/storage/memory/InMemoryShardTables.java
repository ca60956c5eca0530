package io.kindred.storage.memory;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermScan;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The tables of a shard on the heap. Values are copied, as a real store would do. */
public final class InMemoryShardTables implements ShardTables, TermScan {

    private final Map<Name, InMemoryByteTable> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, InMemoryTermTable> terms = new EnumMap<>(TermName.class);

    @Override
    public ByteTable bytes(Name name) {
        return bytes.computeIfAbsent(name, unused -> new InMemoryByteTable());
    }

    @Override
    public TermTable terms(TermName name) {
        return terms.computeIfAbsent(name, unused -> new InMemoryTermTable());
    }

    @Override
    public Iterator<byte[]> scanTerms(TermName table) {
        List<byte[]> copies = new ArrayList<>();
        InMemoryTermTable found = terms.get(table);
        if (found != null) {
            found.terms.keySet().forEach(term -> copies.add(term.bytes().clone()));
        }
        return copies.iterator();
    }

    /** The number of entries of each non-empty table, by the table's id. */
    public Map<String, Integer> entryCounts() {
        Map<String, Integer> counts = new HashMap<>();
        bytes.forEach((name, table) -> counts.put(name.id(), table.entries.size()));
        terms.forEach((name, table) -> counts.put(name.id(), table.size()));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static Iterator<TermTable.Entry> copies(Map<ByteKey, byte[]> entries) {
        List<TermTable.Entry> copies = new ArrayList<>();
        entries.forEach(
                (key, value) ->
                        copies.add(new TermTable.Entry(key.bytes().clone(), value.clone())));
        return copies.iterator();
    }

    private static final class InMemoryByteTable implements ByteTable {
        private final Map<ByteKey, byte[]> entries = new HashMap<>();

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = entries.get(new ByteKey(key));
            return value == null ? null : value.clone();
        }

        @Override
        public void put(byte[] key, byte[] value) {
            entries.put(new ByteKey(key.clone()), value.clone());
        }

        @Override
        public void remove(byte[] key) {
            entries.remove(new ByteKey(key));
        }

        @Override
        public Iterator<TermTable.Entry> scan() {
            return copies(entries);
        }
    }

    private static final class InMemoryTermTable implements TermTable {
        private final Map<ByteKey, Map<ByteKey, byte[]>> terms = new HashMap<>();

        @Override
        public byte @Nullable [] get(byte[] term, byte[] key) {
            Map<ByteKey, byte[]> entries = terms.get(new ByteKey(term));
            byte[] value = entries == null ? null : entries.get(new ByteKey(key));
            return value == null ? null : value.clone();
        }

        @Override
        public void put(byte[] term, byte[] key, byte[] value) {
            terms.computeIfAbsent(new ByteKey(term.clone()), unused -> new HashMap<>())
                    .put(new ByteKey(key.clone()), value.clone());
        }

        @Override
        public void remove(byte[] term, byte[] key) {
            terms.computeIfPresent(
                    new ByteKey(term),
                    (unused, entries) -> {
                        entries.remove(new ByteKey(key));
                        return entries.isEmpty() ? null : entries;
                    });
        }

        @Override
        public Iterator<Entry> scan(byte[] term) {
            return copies(terms.getOrDefault(new ByteKey(term), Map.of()));
        }

        private int size() {
            return terms.values().stream().mapToInt(Map::size).sum();
        }
    }
}
