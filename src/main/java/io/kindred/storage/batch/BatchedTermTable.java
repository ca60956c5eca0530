package io.kindred.storage.batch;

import io.kindred.storage.ByteKey;
import io.kindred.storage.TermTable;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * A table of terms that buffers writes during a batch. Writes need no reads, so they are just
 * listed. A read saves the list first.
 */
final class BatchedTermTable implements TermTable {

    private final TermTable below;
    private final int maxChanges;
    private final List<Change> changes = new ArrayList<>();

    BatchedTermTable(TermTable below, int maxChanges) {
        this.below = below;
        this.maxChanges = maxChanges;
    }

    /**
     * A write or, without a value, a removal of an entry.
     *
     * @param prefix the first bytes of the term as a number
     */
    private record Change(long prefix, ByteKey term, ByteKey key, byte @Nullable [] value) {

        /** The sort is stable, so it keeps the order of changes of one entry. */
        static final Comparator<Change> ORDER =
                (a, b) -> {
                    int order = Long.compareUnsigned(a.prefix, b.prefix);
                    if (order == 0) {
                        order = KeyOrder.compare(a.term, b.term);
                    }
                    return order == 0 ? KeyOrder.compare(a.key, b.key) : order;
                };

        static Change of(byte[] term, byte[] key, byte @Nullable [] value) {
            ByteKey wrapped = new ByteKey(term);
            return new Change(KeyOrder.prefix(wrapped), wrapped, new ByteKey(key), value);
        }

        boolean isOf(Change other) {
            return term.equals(other.term) && key.equals(other.key);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] term, byte[] key) {
        save();
        return below.get(term, key);
    }

    @Override
    public void put(byte[] term, byte[] key, byte[] value) {
        add(Change.of(term, key, value));
    }

    @Override
    public void remove(byte[] term, byte[] key) {
        add(Change.of(term, key, null));
    }

    @Override
    public Iterator<Entry> scan(byte[] term) {
        save();
        return below.scan(term);
    }

    private void add(Change change) {
        if (changes.size() >= maxChanges) {
            save();
        }
        changes.add(change);
    }

    void save() {
        changes.sort(Change.ORDER);
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            boolean isLast = i + 1 == changes.size() || !change.isOf(changes.get(i + 1));
            if (isLast) {
                write(change);
            }
        }
        changes.clear();
    }

    private void write(Change change) {
        byte[] value = change.value();
        if (value == null) {
            below.remove(change.term().bytes(), change.key().bytes());
        } else {
            below.put(change.term().bytes(), change.key().bytes(), value);
        }
    }
}
