package io.kindred.storage.batch;

import io.kindred.storage.AbstractByteTableTest;
import io.kindred.storage.AbstractTermTableTest;
import io.kindred.storage.ShardTables;
import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Nested;

/** Holds tables during a batch to what the tables below are held to. */
class BatchedTablesContractTest {

    private static ShardTables batched(int maxHeld) {
        return new BatchedShardTables(new InMemoryShardTables(), maxHeld);
    }

    @Nested
    class BytesThatAreWrittenAgainAndAgain extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return batched(1);
        }
    }

    @Nested
    class BytesThatAreHeld extends AbstractByteTableTest {
        @Override
        protected ShardTables emptyTables() {
            return batched(1000);
        }
    }

    @Nested
    class TermsThatAreWrittenAgainAndAgain extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() {
            return batched(1);
        }
    }

    @Nested
    class TermsThatAreHeld extends AbstractTermTableTest {
        @Override
        protected ShardTables emptyTables() {
            return batched(1000);
        }
    }
}
