package io.kindred.flink.state;

import io.kindred.flink.state.ShardTablesOperator.Backend;
import io.kindred.storage.AbstractByteTableTest;
import io.kindred.storage.AbstractTermTableTest;
import io.kindred.storage.ShardTables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Holds the tables on real state backends to what the tables in memory are held to. */
class MapStateContractTest {

    private static final int SHARD = 3;

    private ShardTablesOperator.Running running;

    private ShardTables start(Backend backend) throws Exception {
        running = ShardTablesOperator.start(backend);
        return running.tables(SHARD);
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
}
