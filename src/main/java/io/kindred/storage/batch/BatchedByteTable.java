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

/** One table of entries during a batch. */
final class BatchedByteTable implements ByteTable {

    private final ByteTable below;
    private final int maxHeld;
    private final Map<ByteKey, Held> held = new HashMap<>();
    private final List<Held> changed = new ArrayList<>();

    BatchedByteTable(ByteTable below, int maxHeld) {
        this.below = below;
        this.maxHeld = maxHeld;
    }

    /** An entry as it is now; without a value it is not there. */
    private static final class Held {
        private static final Comparator<Held> ORDER =
                (a, b) -> Long.compareUnsigned(a.prefix, b.prefix);

        private final ByteKey key;
        private final long prefix;
        private byte @Nullable [] value;
        private boolean isChanged;

        Held(ByteKey key, byte @Nullable [] value) {
            this.key = key;
            this.prefix = KeyOrder.prefix(key);
            this.value = value;
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        ByteKey wrapped = new ByteKey(key);
        Held entry = held.get(wrapped);
        if (entry == null) {
            entry = new Held(wrapped, below.get(key));
            hold(entry);
        }
        return entry.value;
    }

    @Override
    public void prefetch(List<byte[]> keys) {
        List<Held> missing = new ArrayList<>(keys.size());
        for (byte[] bytes : keys) {
            ByteKey key = new ByteKey(bytes);
            if (held.size() < maxHeld && !held.containsKey(key)) {
                Held entry = new Held(key, null);
                held.put(key, entry);
                missing.add(entry);
            }
        }
        missing.sort(Held.ORDER);
        for (Held entry : missing) {
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
        Held entry = held.get(wrapped);
        if (entry == null) {
            entry = new Held(wrapped, value);
            hold(entry);
        } else {
            entry.value = value;
        }
        if (!entry.isChanged) {
            entry.isChanged = true;
            changed.add(entry);
        }
    }

    private void hold(Held entry) {
        if (held.size() >= maxHeld) {
            save();
        }
        held.put(entry.key, entry);
    }

    void save() {
        changed.sort(Held.ORDER);
        for (Held entry : changed) {
            if (entry.value == null) {
                below.remove(entry.key.bytes());
            } else {
                below.put(entry.key.bytes(), entry.value);
            }
        }
        changed.clear();
        held.clear();
    }
}
