package io.kindred.flink.internal;

import io.kindred.storage.ShardTables;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.time.Duration;
import java.util.Optional;

/** Gives tests the tables of an operator on a real state backend, of whichever key they choose. */
final class ShardTablesOperator extends AbstractStreamOperator<Integer>
        implements OneInputStreamOperator<Integer, Integer> {

    private static final long serialVersionUID = 1L;

    private static final int KEY_GROUPS = 16;

    /** So long that no test ends before. */
    static final GoneStates LONG = new GoneStates(true, Optional.of(Duration.ofDays(90)));

    private final transient GoneStates gone;
    private transient ShardTables tables;

    private ShardTablesOperator(GoneStates gone) {
        this.gone = gone;
    }

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

        private final ShardTablesOperator operator;
        private final KeyedOneInputStreamOperatorTestHarness<Integer, Integer, Integer> harness;

        private Running(Backend backend, GoneStates gone) throws Exception {
            operator = new ShardTablesOperator(gone);
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

        /** Sets the clock by which entries are forgotten. */
        void at(Duration time) throws Exception {
            harness.setStateTtlProcessingTime(time.toMillis());
        }

        KeyedStateBackend<Integer> backend() {
            return operator.getKeyedStateBackend();
        }

        OperatorSubtaskState savepoint(SavepointFormatType format) throws Exception {
            return harness.snapshotWithLocalState(1, 1, SavepointType.savepoint(format))
                    .getJobManagerOwnedState();
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
        return start(backend, LONG);
    }

    static Running start(Backend backend, GoneStates gone) throws Exception {
        Running running = new Running(backend, gone);
        running.harness.open();
        return running;
    }

    static Running restore(Backend backend, OperatorSubtaskState snapshot) throws Exception {
        return restore(backend, snapshot, LONG);
    }

    static Running restore(Backend backend, OperatorSubtaskState snapshot, GoneStates gone)
            throws Exception {
        Running running = new Running(backend, gone);
        running.harness.initializeState(snapshot);
        running.harness.open();
        return running;
    }

    @Override
    public void open() throws Exception {
        super.open();
        tables = new MapStateShardTables(getKeyedStateBackend(), "", gone);
    }

    @Override
    public void processElement(StreamRecord<Integer> element) {
        throw new UnsupportedOperationException("the tables are all that is tested");
    }
}
