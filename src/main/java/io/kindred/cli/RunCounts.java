package io.kindred.cli;

import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.storage.ShardMeta.Count;

import java.util.Map;

/** What a job has counted so far. */
record RunCounts(Map<String, Object> accumulators) {

    static RunCounts of(Map<String, Object> accumulators) {
        return new RunCounts(Map.copyOf(accumulators));
    }

    long read() {
        return get(DecodeFunction.RECORDS_READ);
    }

    long deadLetters() {
        return get(DecodeFunction.DEAD_LETTERS_COUNT);
    }

    long get(Count count) {
        return get(ShardCounts.name(count));
    }

    private long get(String name) {
        return accumulators.get(name) instanceof Long value ? value : 0;
    }
}
