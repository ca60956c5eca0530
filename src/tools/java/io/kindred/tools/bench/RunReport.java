package io.kindred.tools.bench;

import io.kindred.tools.bench.StateSizes.StateSize;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What was measured of one run. Field names are those of the JSON report, with underscores.
 *
 * @param dataFolder the folder with the records, on which {@code resolve} works too
 * @param recordsAccepted as the shards counted
 * @param seconds from the start of the shard operator until all records were settled, without
 *     collections of garbage that the measurement asked for
 * @param cpuSeconds processor time of the whole process meanwhile, the same collections included
 * @param counts what the shards counted, by name
 * @param latencyMs of markers from the sources to publish
 * @param accesses of states by name and kind; empty where nothing counts them
 */
record RunReport(
        RecordSettings recordSettings,
        RunSettings runSettings,
        String dataFolder,
        long recordsAccepted,
        double seconds,
        double recordsPerSecond,
        double cpuSeconds,
        List<Window> windows,
        Steadiness lastToSecond,
        Latency latencyMs,
        Flushes flushes,
        State state,
        Memory memory,
        Checkpoints checkpoints,
        Map<String, Map<String, Long>> accesses,
        Map<String, Long> counts) {

    /** A tenth of the records. */
    record Window(
            long fromRecord,
            long toRecord,
            double seconds,
            double recordsPerSecond,
            long heapBytesAfterGc) {}

    /** How the rate at the end compares with that near the beginning. */
    record Steadiness(String of, double secondPerSecond, double lastPerSecond, double ratio) {}

    /** Of all subtasks of the shard operator. */
    record Flushes(long count, double maxMs, double totalMs) {}

    /** What the state takes on disk, after compaction. */
    record State(long bytes, double bytesPerRecord, List<StateSize> states) {

        static State of(List<StateSize> states, long records) {
            long bytes = states.stream().mapToLong(StateSize::bytes).sum();
            return new State(bytes, (double) bytes / records, states);
        }
    }

    /** Bytes; of the whole process, so the peak is only there where the system tells it. */
    record Memory(long maxHeapBytesAfterGc, @Nullable Long peakResidentBytes) {}

    /**
     * Of the checkpoints while records were taken, and of the savepoint at the end.
     *
     * @param lastFullBytes the state that the last checkpoint stands for
     * @param maxIncrementalBytes the most that one of them wrote anew
     * @param maxSyncMs the longest that a subtask could not take records
     */
    record Checkpoints(
            int completed,
            int failed,
            long lastFullBytes,
            long maxIncrementalBytes,
            long totalIncrementalBytes,
            long p50Ms,
            long maxMs,
            long maxSyncMs,
            long savepointBytes,
            long savepointMs) {}
}
