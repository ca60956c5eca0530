package io.kindred.storage.memory;

import io.kindred.storage.AbstractByteTableTest;
import io.kindred.storage.AbstractTermTableTest;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class InMemoryShardTablesTest {

    @Nested
    class Bytes extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return new InMemoryShardTables();
        }
    }

    @Nested
    class Terms extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() {
            return new InMemoryShardTables();
        }
    }

    @Test
    void givesNoHoldOfWhatItKeeps() {
        InMemoryShardTables tables = new InMemoryShardTables();
        ByteTable bytes = tables.bytes(ShardTables.Name.RECORDS);
        bytes.put(new byte[] {1}, new byte[] {2});
        bytes.get(new byte[] {1})[0] = 9;
        assertThat(bytes.get(new byte[] {1})).containsExactly(2);
        TermTable terms = tables.terms(ShardTables.TermName.KEY_POSTINGS_TAIL);
        terms.put(new byte[] {7}, new byte[] {1}, new byte[] {2});
        TermTable.Entry entry = terms.scan(new byte[] {7}).next();
        entry.key()[0] = 9;
        entry.value()[0] = 9;
        terms.get(new byte[] {7}, new byte[] {1})[0] = 9;
        TermTable.Entry kept = terms.scan(new byte[] {7}).next();
        assertThat(kept.key()).containsExactly(1);
        assertThat(kept.value()).containsExactly(2);
    }

    @Test
    void countsTheEntriesOfTablesThatHaveAny() {
        InMemoryShardTables tables = new InMemoryShardTables();
        tables.bytes(ShardTables.Name.RECORDS).put(new byte[] {1}, new byte[0]);
        tables.bytes(ShardTables.Name.RECORDS).put(new byte[] {2}, new byte[0]);
        tables.bytes(ShardTables.Name.META).put(new byte[] {1}, new byte[0]);
        tables.bytes(ShardTables.Name.META).remove(new byte[] {1});
        tables.terms(ShardTables.TermName.KEY_POSTINGS_TAIL)
                .put(new byte[] {1}, new byte[] {1}, new byte[0]);
        tables.terms(ShardTables.TermName.KEY_POSTINGS_TAIL)
                .put(new byte[] {2}, new byte[] {1}, new byte[0]);
        assertThat(tables.entryCounts())
                .containsOnly(entry("records", 2), entry("key-postings-tail", 2));
    }
}
