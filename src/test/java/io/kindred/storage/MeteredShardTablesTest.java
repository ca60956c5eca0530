package io.kindred.storage;

import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.Iterator;

import static org.assertj.core.api.Assertions.assertThat;

class MeteredShardTablesTest {

    private final MeteredShardTables tables = new MeteredShardTables(new InMemoryShardTables());

    @Nested
    class Bytes extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return new MeteredShardTables(new InMemoryShardTables());
        }
    }

    @Nested
    class Terms extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() {
            return new MeteredShardTables(new InMemoryShardTables());
        }
    }

    @Test
    void countsWhatIsDoneToATable() {
        ByteTable table = tables.bytes(Name.RECORDS);
        byte[] key = {1};
        table.get(key);
        table.put(key, key);
        table.put(key, key);
        table.get(key);
        table.get(key);
        table.get(key);
        table.remove(key);
        table.remove(key);
        AccessCounts counts = tables.counts(Name.RECORDS);
        assertThat(counts.misses()).isEqualTo(1);
        assertThat(counts.puts()).isEqualTo(2);
        assertThat(counts.hits()).isEqualTo(3);
        assertThat(counts.removes()).isEqualTo(2);
        assertThat(tables.counts(Name.META).puts()).isZero();
    }

    @Test
    void countsWhatIsWalkedAndNotWhatIsLeft() {
        TermTable table = tables.terms(TermName.VALUE_POSTINGS);
        byte[] term = {7};
        for (byte key = 0; key < 5; key++) {
            table.put(term, new byte[] {key}, term);
        }
        table.remove(term, new byte[] {0});
        Iterator<TermTable.Entry> entries = table.scan(term);
        entries.next();
        entries.next();
        table.scan(term).next();
        AccessCounts counts = tables.counts(TermName.VALUE_POSTINGS);
        assertThat(counts.puts()).isEqualTo(5);
        assertThat(counts.removes()).isEqualTo(1);
        assertThat(counts.scans()).isEqualTo(2);
        assertThat(counts.walked()).isEqualTo(3);
        assertThat(tables.counts(TermName.KEY_POSTINGS_TAIL).puts()).isZero();
    }
}
