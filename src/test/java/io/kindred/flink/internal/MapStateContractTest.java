package io.kindred.flink.internal;

import io.kindred.flink.internal.ShardTablesOperator.Backend;
import io.kindred.storage.AbstractByteTableTest;
import io.kindred.storage.AbstractTermTableTest;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.cache.WriteBackCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

import java.util.EnumSet;

/** Holds the tables on real state backends to what the tables in memory are held to. */
class MapStateContractTest {

    private static final int SHARD = 3;
    private static final long TINY = 1_000;
    private static final long LARGE = 1 << 20;

    private ShardTablesOperator.Running running;

    private ShardTables start(Backend backend) throws Exception {
        running = ShardTablesOperator.start(backend);
        return running.tables(SHARD);
    }

    private ShardTables startUnderCache(Backend backend, long budget) throws Exception {
        return new WriteBackCache(budget, EnumSet.allOf(Name.class), shard -> running.tables(shard))
                .over(SHARD, start(backend));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Nested
    class BytesOnRocksDb extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return start(Backend.ROCKSDB);
        }
    }

    @Nested
    class TermsOnRocksDb extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return start(Backend.ROCKSDB);
        }
    }

    @Nested
    class BytesOnHeap extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return start(Backend.HEAP);
        }
    }

    @Nested
    class TermsOnHeap extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return start(Backend.HEAP);
        }
    }

    @Nested
    class BytesOnRocksDbUnderATinyCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return startUnderCache(Backend.ROCKSDB, TINY);
        }
    }

    @Nested
    class BytesOnRocksDbUnderALargeCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return startUnderCache(Backend.ROCKSDB, LARGE);
        }
    }

    @Nested
    class BytesOnHeapUnderATinyCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return startUnderCache(Backend.HEAP, TINY);
        }
    }

    @Nested
    class BytesOnHeapUnderALargeCache extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() throws Exception {
            return startUnderCache(Backend.HEAP, LARGE);
        }
    }
}
