package io.kindred.flink.operator;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

import java.util.List;
import java.util.Map;

/** A keyed operator that runs by itself, on RocksDB by default. */
abstract class OperatorHarness<O> implements AutoCloseable {

    static final int KEY_GROUPS = 16;

    final AbstractStreamOperatorTestHarness<O> harness;

    OperatorHarness(AbstractStreamOperatorTestHarness<O> harness) {
        this.harness = harness;
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    }

    abstract void end() throws Exception;

    void on(StateBackend backend) {
        harness.setStateBackend(backend);
    }

    void open() throws Exception {
        harness.open();
    }

    void restore(OperatorSubtaskState snapshot, int parallelism, int subtask) throws Exception {
        restore(snapshot, 1, parallelism, subtask);
    }

    void restore(OperatorSubtaskState snapshot, int before, int parallelism, int subtask)
            throws Exception {
        harness.initializeState(
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        snapshot, KEY_GROUPS, before, parallelism, subtask));
        harness.open();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    void at(long time) throws Exception {
        harness.setProcessingTime(time);
    }

    /** Timers of the operator itself, not of its keys. */
    int activeTimers() {
        return harness.getProcessingTimeService().getNumActiveTimers();
    }

    List<O> outputs() {
        return harness.extractOutputValues();
    }

    <T> List<T> outputs(OutputTag<T> tag) {
        var outputs = harness.getSideOutput(tag);
        return outputs == null ? List.of() : outputs.stream().map(StreamRecord::getValue).toList();
    }

    /** Takes what was put out since the last time. */
    List<O> drain() {
        List<O> values = outputs();
        harness.getOutput().clear();
        return values;
    }

    /** Takes what was put out on the side since the last time. */
    <T> List<T> drain(OutputTag<T> tag) {
        List<T> values = outputs(tag);
        var outputs = harness.getSideOutput(tag);
        if (outputs != null) {
            outputs.clear();
        }
        return values;
    }

    long count(String name) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        return (Long) operator.getRuntimeContext().getAccumulator(name).getLocalValue();
    }

    @SuppressWarnings("unchecked") // the value of a tally
    Map<String, Tally.Counted> tally(String name) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        return (Map<String, Tally.Counted>)
                (Object) operator.getRuntimeContext().getAccumulator(name).getLocalValue();
    }

    void setInputs(TypeInformation<?>... types) {
        var serializers = new TypeSerializer<?>[types.length];
        for (int i = 0; i < types.length; i++) {
            serializers[i] =
                    types[i].createSerializer(harness.getExecutionConfig().getSerializerConfig());
        }
        harness.getStreamConfig().setupNetworkInputs(serializers);
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
