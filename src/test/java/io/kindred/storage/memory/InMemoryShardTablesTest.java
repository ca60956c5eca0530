package io.kindred.storage.memory;

import io.kindred.storage.AbstractByteTableTest;
import io.kindred.storage.AbstractTermTableTest;
import io.kindred.storage.ShardTables;
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
