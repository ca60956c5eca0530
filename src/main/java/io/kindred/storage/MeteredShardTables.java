package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/** Tables of a shard that count the accesses to each table. */
public final class MeteredShardTables implements ShardTables {

    private final Map<Name, MeteredByteTable> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, MeteredTermTable> terms = new EnumMap<>(TermName.class);

    public MeteredShardTables(ShardTables delegate) {
        for (Name name : Name.values()) {
            bytes.put(name, new MeteredByteTable(delegate.bytes(name)));
        }
        for (TermName name : TermName.values()) {
            terms.put(name, new MeteredTermTable(delegate.terms(name)));
        }
    }

    @Override
    public ByteTable bytes(Name name) {
        return bytes.get(name);
    }

    @Override
    public TermTable terms(TermName name) {
        return terms.get(name);
    }

    /** The counts of a table, which continue to change. */
    public AccessCounts counts(Name name) {
        return bytes.get(name).counts;
    }

    /** The counts of a table of terms, which continue to change. */
    public AccessCounts counts(TermName name) {
        return terms.get(name).counts;
    }

    private static Iterator<TermTable.Entry> counted(
            Iterator<TermTable.Entry> entries, AccessCounts counts) {
        counts.scans++;
        return new MappingIterator<>(
                entries,
                entry -> {
                    counts.walked++;
                    return entry;
                });
    }

    private static final class MeteredByteTable implements ByteTable {
        private final ByteTable delegate;
        private final AccessCounts counts = new AccessCounts();

        MeteredByteTable(ByteTable delegate) {
            this.delegate = delegate;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = delegate.get(key);
            if (value == null) {
                counts.misses++;
            } else {
                counts.hits++;
            }
            return value;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            counts.puts++;
            delegate.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            counts.removes++;
            delegate.remove(key);
        }

        @Override
        public Iterator<TermTable.Entry> scan() {
            return counted(delegate.scan(), counts);
        }
    }

    private static final class MeteredTermTable implements TermTable {
        private final TermTable delegate;
        private final AccessCounts counts = new AccessCounts();

        MeteredTermTable(TermTable delegate) {
            this.delegate = delegate;
        }

        @Override
        public byte @Nullable [] get(byte[] term, byte[] key) {
            byte[] value = delegate.get(term, key);
            if (value == null) {
                counts.misses++;
            } else {
                counts.hits++;
            }
            return value;
        }

        @Override
        public void put(byte[] term, byte[] key, byte[] value) {
            counts.puts++;
            delegate.put(term, key, value);
        }

        @Override
        public void remove(byte[] term, byte[] key) {
            counts.removes++;
            delegate.remove(term, key);
        }

        @Override
        public Iterator<Entry> scan(byte[] term) {
            return counted(delegate.scan(term), counts);
        }
    }
}
