package io.kindred.tools.bench;

import io.kindred.tools.bench.StateSizes.StateSize;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * The figures of one run. The JSON report has the same field names in snake case.
 *
 * @param dataFolder the folder with the records and a job file for {@code resolve}
 * @param recordsAccepted the number of records, from the counters of the shards
 * @param seconds from the start of the shard operator until all records were resolved, without the
 *     garbage collections that the benchmark requested
 * @param cpuSeconds processor time of the whole process in this time, including these collections
 * @param counts the counters of the shards, by name
 * @param latencyMs latency of markers from the sources to publish
 * @param accesses state accesses by name of the state and kind; empty if they are not counted
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

    /** A window: one tenth of the records. */
    record Window(
            long fromRecord,
            long toRecord,
            double seconds,
            double recordsPerSecond,
            long heapBytesAfterGc) {}

    /**
     * Compares the rate at the end with the rate near the beginning.
     *
     * @param of what is compared: {@code millions} of records or {@code windows}
     */
    record Steadiness(String of, double secondPerSecond, double lastPerSecond, double ratio) {}

    /** The flushes of all subtasks of the shard operator. */
    record Flushes(long count, double maxMs, double totalMs) {}

    /** The size of the state on disk after compaction. */
    record State(long bytes, double bytesPerRecord, List<StateSize> states) {

        static State of(List<StateSize> states, long records) {
            long bytes = states.stream().mapToLong(StateSize::bytes).sum();
            return new State(bytes, (double) bytes / records, states);
        }
    }

    /**
     * The most memory that a run used, in bytes.
     *
     * @param peakResidentBytes the peak of the whole process; null except on Linux
     */
    record Memory(long maxHeapBytesAfterGc, @Nullable Long peakResidentBytes) {}

    /**
     * The checkpoints during the run, and the savepoint at the end.
     *
     * @param lastFullBytes the full size of the last checkpoint
     * @param maxIncrementalBytes the most bytes that one checkpoint wrote
     * @param maxSyncMs the longest synchronous part, during which a subtask takes no records
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
