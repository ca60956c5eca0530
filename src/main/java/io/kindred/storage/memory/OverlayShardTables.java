package io.kindred.storage.memory;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The tables of a shard with changes that only exist in heap. Reads see the changes; the tables
 * below are never written.
 */
public final class OverlayShardTables implements ShardTables {

    private final ShardTables below;
    private final Map<Name, Bytes> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, Terms> terms = new EnumMap<>(TermName.class);

    /** Without changes yet. The tables below must not be written while this is in use. */
    public OverlayShardTables(ShardTables below) {
        this.below = below;
    }

    @Override
    public ByteTable bytes(Name name) {
        return bytes.computeIfAbsent(name, unused -> new Bytes(below.bytes(name)));
    }

    @Override
    public TermTable terms(TermName name) {
        return terms.computeIfAbsent(name, unused -> new Terms(below.terms(name)));
    }

    /** Changed entries; a removed one is empty. */
    private static final class Changes {
        private final Map<ByteKey, Optional<byte[]>> entries = new HashMap<>();

        void put(byte[] key, byte[] value) {
            entries.put(new ByteKey(key), Optional.of(value));
        }

        void remove(byte[] key) {
            entries.put(new ByteKey(key), Optional.empty());
        }

        /** The changed entries come last, whatever their keys. */
        Iterator<TermTable.Entry> over(Iterator<TermTable.Entry> below) {
            Stream<TermTable.Entry> unchanged =
                    StreamSupport.stream(Spliterators.spliteratorUnknownSize(below, 0), false)
                            .filter(entry -> !entries.containsKey(new ByteKey(entry.key())));
            Stream<TermTable.Entry> changed =
                    entries.entrySet().stream()
                            .filter(each -> each.getValue().isPresent())
                            .map(
                                    each ->
                                            new TermTable.Entry(
                                                    each.getKey().bytes(),
                                                    each.getValue().orElseThrow()));
            return Stream.concat(unchanged, changed).iterator();
        }
    }

    private static final class Bytes implements ByteTable {
        private final ByteTable below;
        private final Changes changes = new Changes();

        Bytes(ByteTable below) {
            this.below = below;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            Optional<byte[]> changed = changes.entries.get(new ByteKey(key));
            return changed == null ? below.get(key) : changed.orElse(null);
        }

        @Override
        public void prefetch(List<byte[]> keys) {
            below.prefetch(keys);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            changes.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            changes.remove(key);
        }

        @Override
        public Iterator<TermTable.Entry> scan() {
            return changes.over(below.scan());
        }
    }

    private static final class Terms implements TermTable {
        private final TermTable below;
        private final Map<ByteKey, Changes> changes = new HashMap<>();

        Terms(TermTable below) {
            this.below = below;
        }

        private Changes of(byte[] term) {
            return changes.computeIfAbsent(new ByteKey(term), unused -> new Changes());
        }

        @Override
        public byte @Nullable [] get(byte[] term, byte[] key) {
            Changes own = changes.get(new ByteKey(term));
            Optional<byte[]> changed = own == null ? null : own.entries.get(new ByteKey(key));
            return changed == null ? below.get(term, key) : changed.orElse(null);
        }

        @Override
        public void put(byte[] term, byte[] key, byte[] value) {
            of(term).put(key, value);
        }

        @Override
        public void remove(byte[] term, byte[] key) {
            of(term).remove(key);
        }

        @Override
        public Iterator<Entry> scan(byte[] term) {
            Changes own = changes.get(new ByteKey(term));
            return own == null ? below.scan(term) : own.over(below.scan(term));
        }
    }
}
