package io.kindred.flink.operator;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.util.List;

/** An {@link OperatorHarness} of one input. */
class OneInputHarness<K, I, O> extends OperatorHarness<O> {

    private final KeyedOneInputStreamOperatorTestHarness<K, I, O> input;
    private final KeySelector<I, K> key;
    private final int parallelism;
    private final int subtask;

    OneInputHarness(
            OneInputStreamOperator<I, O> operator,
            KeySelector<I, K> key,
            TypeInformation<K> keyType,
            int parallelism,
            int subtask)
            throws Exception {
        this(
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, key, keyType, KEY_GROUPS, parallelism, subtask),
                key,
                parallelism,
                subtask);
    }

    /** In one subtask, with so many key groups. */
    OneInputHarness(
            OneInputStreamOperator<I, O> operator,
            KeySelector<I, K> key,
            TypeInformation<K> keyType,
            int keyGroups)
            throws Exception {
        this(
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, key, keyType, keyGroups, 1, 0),
                key,
                1,
                0);
    }

    private OneInputHarness(
            KeyedOneInputStreamOperatorTestHarness<K, I, O> input,
            KeySelector<I, K> key,
            int parallelism,
            int subtask) {
        super(input);
        this.input = input;
        this.key = key;
        this.parallelism = parallelism;
        this.subtask = subtask;
    }

    void take(I value) throws Exception {
        input.processElement(new StreamRecord<>(value));
    }

    void takeAll(List<I> values) throws Exception {
        for (I value : values) {
            take(value);
        }
    }

    /** Takes those that go to this subtask. */
    void takeOwn(List<I> values) throws Exception {
        for (I value : values) {
            if (isOwn(key.getKey(value))) {
                take(value);
            }
        }
    }

    boolean isOwn(K keyOfValue) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        keyOfValue, KEY_GROUPS, parallelism)
                == subtask;
    }

    int timers() {
        return input.numProcessingTimeTimers();
    }

    int stateEntries() {
        return input.numKeyedStateEntries();
    }

    @Override
    void end() throws Exception {
        input.endInput();
    }
}
