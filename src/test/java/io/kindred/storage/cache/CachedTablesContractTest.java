package io.kindred.storage.cache;

import io.kindred.storage.AbstractByteTableTest;
import io.kindred.storage.AbstractTermTableTest;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Nested;

import java.util.EnumSet;

/** Holds cached tables of every size of cache to what the tables below are held to. */
class CachedTablesContractTest {

    private static ShardTables cached(long budget) {
        return new WriteBackCache(budget, EnumSet.allOf(Name.class), shard -> {})
                .over(0, new InMemoryShardTables());
    }

    @Nested
    class BytesWithoutCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return cached(0);
        }
    }

    @Nested
    class BytesInATinyCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return cached(1_000);
        }
    }

    @Nested
    class BytesInALargeCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return cached(1 << 20);
        }
    }

    @Nested
    class TermsBesideALargeCache extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() {
            return cached(1 << 20);
        }
    }
}
