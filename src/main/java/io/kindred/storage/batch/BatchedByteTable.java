package io.kindred.storage.batch;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A table that buffers reads and writes during a batch. */
final class BatchedByteTable implements ByteTable {

    private final ByteTable below;
    private final int maxEntries;
    private final Map<ByteKey, Entry> entries = new HashMap<>();
    private final List<Entry> changed = new ArrayList<>();

    BatchedByteTable(ByteTable below, int maxEntries) {
        this.below = below;
        this.maxEntries = maxEntries;
    }

    /** The current state of an entry; without a value if it is absent. */
    private static final class Entry {
        private static final Comparator<Entry> ORDER =
                (a, b) -> Long.compareUnsigned(a.prefix, b.prefix);

        private final ByteKey key;
        private final long prefix;
        private byte @Nullable [] value;
        private boolean isChanged;

        Entry(ByteKey key, byte @Nullable [] value) {
            this.key = key;
            this.prefix = KeyOrder.prefix(key);
            this.value = value;
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        ByteKey wrapped = new ByteKey(key);
        Entry entry = entries.get(wrapped);
        if (entry == null) {
            entry = new Entry(wrapped, below.get(key));
            buffer(entry);
        }
        return entry.value;
    }

    @Override
    public void prefetch(List<byte[]> keys) {
        List<Entry> missing = new ArrayList<>(keys.size());
        for (byte[] bytes : keys) {
            ByteKey key = new ByteKey(bytes);
            if (entries.size() < maxEntries && !entries.containsKey(key)) {
                Entry entry = new Entry(key, null);
                entries.put(key, entry);
                missing.add(entry);
            }
        }
        missing.sort(Entry.ORDER);
        for (Entry entry : missing) {
            entry.value = below.get(entry.key.bytes());
        }
    }

    @Override
    public void put(byte[] key, byte[] value) {
        set(key, value);
    }

    @Override
    public void remove(byte[] key) {
        set(key, null);
    }

    @Override
    public Iterator<TermTable.Entry> scan() {
        save();
        return below.scan();
    }

    private void set(byte[] key, byte @Nullable [] value) {
        ByteKey wrapped = new ByteKey(key);
        Entry entry = entries.get(wrapped);
        if (entry == null) {
            entry = new Entry(wrapped, value);
            buffer(entry);
        } else {
            entry.value = value;
        }
        if (!entry.isChanged) {
            entry.isChanged = true;
            changed.add(entry);
        }
    }

    private void buffer(Entry entry) {
        if (entries.size() >= maxEntries) {
            save();
        }
        entries.put(entry.key, entry);
    }

    void save() {
        changed.sort(Entry.ORDER);
        for (Entry entry : changed) {
            if (entry.value == null) {
                below.remove(entry.key.bytes());
            } else {
                below.put(entry.key.bytes(), entry.value);
            }
        }
        changed.clear();
        entries.clear();
    }
}
