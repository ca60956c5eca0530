package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/**
 * Sets of dense record ids by term, in chunks of {@value #IDS} ids. Changes are buffered until
 * {@link #save}, which reads and writes each changed chunk once. Ids are dense, so the records of a
 * batch are in few chunks.
 *
 * <p>Format of a chunk, version 1, under the term, key unsigned the ids' higher bits ({@code id >>>
 * 12}): version byte; a byte 0, the number of ids, and the ids' lower bits, the first as it is and
 * each other as its distance from the one before, all unsigned; or a byte 1 and {@value
 * #BITMAP_BYTES} bytes with a bit for each id, least first. The shorter form is written. An empty
 * set has no chunk. The chunks are too small for the headers of a compressed bitmap library: a
 * dense one is half a kilobyte, and one of a few ids a few bytes.
 */
final class IdSets {

    private static final int VERSION = 1;
    private static final int CHUNK_BITS = 12;
    private static final int IDS = 1 << CHUNK_BITS;
    private static final int BITMAP_BYTES = IDS / 8;

    private final String what;
    private final TermTable chunks;
    private final Map<ByteKey, Map<Long, Change>> changes = new HashMap<>();

    IdSets(ShardTables tables, ShardTables.TermName name) {
        this.what = name.id();
        this.chunks = tables.terms(name);
    }

    /** A stored chunk and its changes. */
    private record Stored(ByteKey term, byte[] key, byte @Nullable [] value, Change change) {}

    /** Adds a record to the term's set; no effect if it is in it. */
    void add(byte[] term, long recordId) {
        change(term, recordId).set(within(recordId), true);
    }

    /** Removes a record from the term's set; no effect if it is not in it. */
    void remove(byte[] term, long recordId) {
        change(term, recordId).set(within(recordId), false);
    }

    /** Writes the buffered changes. Costs a read and at most a write of each changed chunk. */
    void save() {
        List<Stored> changed = new ArrayList<>();
        changes.forEach(
                (term, byChunk) ->
                        byChunk.forEach((chunk, change) -> changed.add(load(term, chunk, change))));
        // Read all before writing: with batched writes a read in between would flush them.
        changed.forEach(this::save);
        changes.clear();
    }

    /**
     * Iterates over the ids in the term's set with a cursor: those of a chunk ascending, chunks in
     * no particular order. Saves first; the set must not change meanwhile.
     */
    PrimitiveIterator.OfLong scan(byte[] term) {
        save();
        return new Ids(chunks.scan(term));
    }

    private Change change(byte[] term, long recordId) {
        return changes.computeIfAbsent(new ByteKey(term), unused -> new HashMap<>())
                .computeIfAbsent(recordId >>> CHUNK_BITS, unused -> new Change());
    }

    private Stored load(ByteKey term, long chunk, Change change) {
        byte[] key = new ByteWriter().unsigned(chunk).toBytes();
        return new Stored(term, key, chunks.get(term.bytes(), key), change);
    }

    private void save(Stored chunk) {
        byte[] stored = chunk.value();
        Change change = chunk.change();
        BitSet ids = stored == null ? new BitSet(IDS) : read(stored);
        BitSet before = (BitSet) ids.clone();
        ids.or(change.added);
        ids.andNot(change.removed);
        if (ids.equals(before)) {
            return;
        }
        if (ids.isEmpty()) {
            chunks.remove(chunk.term().bytes(), chunk.key());
        } else {
            chunks.put(chunk.term().bytes(), chunk.key(), toBytes(ids));
        }
    }

    private BitSet read(byte[] stored) {
        ByteReader reader = new ByteReader(what, stored);
        reader.version(VERSION);
        BitSet ids = reader.bool() ? BitSet.valueOf(reader.raw(BITMAP_BYTES)) : readList(reader);
        reader.end();
        if (ids.isEmpty()) {
            throw new CorruptStateException(what, "a chunk without ids");
        }
        return ids;
    }

    private BitSet readList(ByteReader reader) {
        BitSet ids = new BitSet(IDS);
        int count = reader.length();
        long id = -1;
        for (int i = 0; i < count; i++) {
            long next = reader.unsigned();
            if (next < 0 || next >= IDS || i > 0 && next == 0) {
                throw new CorruptStateException(what, "a distance of " + next + " in a chunk");
            }
            id = i == 0 ? next : id + next;
            if (id >= IDS) {
                throw new CorruptStateException(what, "id " + id + " in a chunk of " + IDS);
            }
            ids.set((int) id);
        }
        return ids;
    }

    private static byte[] toBytes(BitSet ids) {
        int count = ids.cardinality();
        // Each distance takes at least a byte, so a longer list is never shorter than a bitmap.
        if (count < BITMAP_BYTES) {
            ByteWriter list = new ByteWriter().raw(VERSION).bool(false).unsigned(count);
            int last = 0;
            for (int id = ids.nextSetBit(0); id >= 0; id = ids.nextSetBit(id + 1)) {
                list.unsigned(id - last);
                last = id;
            }
            byte[] bytes = list.toBytes();
            if (bytes.length < 2 + BITMAP_BYTES) {
                return bytes;
            }
        }
        byte[] bitmap = new byte[2 + BITMAP_BYTES];
        bitmap[0] = VERSION;
        bitmap[1] = 1;
        byte[] bits = ids.toByteArray();
        System.arraycopy(bits, 0, bitmap, 2, bits.length);
        return bitmap;
    }

    private static int within(long recordId) {
        return (int) recordId & (IDS - 1);
    }

    /** The changes of a chunk; an id is in at most one of the two sets. */
    private static final class Change {
        private final BitSet added = new BitSet();
        private final BitSet removed = new BitSet();

        void set(int id, boolean isIn) {
            added.set(id, isIn);
            removed.set(id, !isIn);
        }
    }

    private final class Ids implements PrimitiveIterator.OfLong {
        private final Iterator<TermTable.Entry> entries;
        private BitSet ids = new BitSet();
        private long chunk;
        private int next = -1;

        Ids(Iterator<TermTable.Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            if (next < 0 && entries.hasNext()) {
                TermTable.Entry entry = entries.next();
                ByteReader key = new ByteReader(what, entry.key());
                chunk = key.unsigned();
                key.end();
                ids = read(entry.value());
                next = ids.nextSetBit(0);
            }
            return next >= 0;
        }

        @Override
        public long nextLong() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long id = chunk << CHUNK_BITS | next;
            next = ids.nextSetBit(next + 1);
            return id;
        }
    }
}
