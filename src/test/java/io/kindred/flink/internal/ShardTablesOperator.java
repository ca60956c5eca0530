package io.kindred.flink.internal;

import io.kindred.storage.ShardTables;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Gives tests the tables of an operator on a real state backend, of whichever key they choose. */
final class ShardTablesOperator extends AbstractStreamOperator<Integer>
        implements OneInputStreamOperator<Integer, Integer> {

    private static final long serialVersionUID = 1L;

    private static final int KEY_GROUPS = 16;

    private transient ShardTables tables;

    /** The state backends that a job may run on. */
    enum Backend {
        /** The one that Kindred is made for. */
        ROCKSDB {
            @Override
            StateBackend create() {
                return new EmbeddedRocksDBStateBackend(true);
            }
        },
        /** On the heap. */
        HEAP {
            @Override
            StateBackend create() {
                return new HashMapStateBackend();
            }
        };

        abstract StateBackend create();
    }

    /** An operator that is running; closing it stops it. */
    static final class Running implements AutoCloseable {

        private final ShardTablesOperator operator = new ShardTablesOperator();
        private final KeyedOneInputStreamOperatorTestHarness<Integer, Integer, Integer> harness;

        private Running(Backend backend) throws Exception {
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            operator, key -> key, Types.INT, KEY_GROUPS, 1, 0);
            harness.setStateBackend(backend.create());
        }

        /** The tables of a key; they are that key's until another is asked for. */
        ShardTables tables(int key) {
            operator.setCurrentKey(key);
            return operator.tables;
        }

        OperatorSubtaskState snapshot() throws Exception {
            return harness.snapshot(1, 1);
        }

        @Override
        public void close() {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Running start(Backend backend) throws Exception {
        Running running = new Running(backend);
        running.harness.open();
        return running;
    }

    static Running restore(Backend backend, OperatorSubtaskState snapshot) throws Exception {
        Running running = new Running(backend);
        running.harness.initializeState(snapshot);
        running.harness.open();
        return running;
    }

    @Override
    public void open() throws Exception {
        super.open();
        tables = new MapStateShardTables(getKeyedStateBackend(), "");
    }

    @Override
    public void processElement(StreamRecord<Integer> element) {
        throw new UnsupportedOperationException("the tables are all that is tested");
    }
}
