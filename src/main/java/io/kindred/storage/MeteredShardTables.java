package io.kindred.storage;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/** Tables of a shard that count what is done to each of them. */
public final class MeteredShardTables implements ShardTables {

    private final Map<Name, MeteredByteTable> bytes = new EnumMap<>(Name.class);
    private final Map<TermName, MeteredTermTable> terms = new EnumMap<>(TermName.class);

    /** Over the tables that do the work. */
    public MeteredShardTables(ShardTables below) {
        for (Name name : Name.values()) {
            bytes.put(name, new MeteredByteTable(below.bytes(name)));
        }
        for (TermName name : TermName.values()) {
            terms.put(name, new MeteredTermTable(below.terms(name)));
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

    /** What was done to the map with the name; goes on counting. */
    public AccessCounts counts(Name name) {
        return bytes.get(name).counts;
    }

    /** What was done to the map of maps with the name; goes on counting. */
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
        private final ByteTable below;
        private final AccessCounts counts = new AccessCounts();

        MeteredByteTable(ByteTable below) {
            this.below = below;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = below.get(key);
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
            below.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            counts.removes++;
            below.remove(key);
        }

        @Override
        public Iterator<TermTable.Entry> scan() {
            return counted(below.scan(), counts);
        }
    }

    private static final class MeteredTermTable implements TermTable {
        private final TermTable below;
        private final AccessCounts counts = new AccessCounts();

        MeteredTermTable(TermTable below) {
            this.below = below;
        }

        @Override
        public byte @Nullable [] get(byte[] term, byte[] key) {
            byte[] value = below.get(term, key);
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
            below.put(term, key, value);
        }

        @Override
        public void remove(byte[] term, byte[] key) {
            counts.removes++;
            below.remove(term, key);
        }

        @Override
        public Iterator<Entry> scan(byte[] term) {
            return counted(below.scan(term), counts);
        }
    }
}
