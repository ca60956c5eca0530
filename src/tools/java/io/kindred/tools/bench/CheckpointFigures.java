package io.kindred.tools.bench;

import io.kindred.tools.bench.RunReport.Checkpoints;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CheckpointStatsStatus;
import org.apache.flink.runtime.checkpoint.TaskStateStats;

import java.util.List;

/** Summarises the checkpoints and the savepoint of a run from Flink's checkpoint history. */
final class CheckpointFigures {

    private CheckpointFigures() {}

    static Checkpoints of(CheckpointStatsSnapshot snapshot, long savepointMs) {
        List<AbstractCheckpointStats> completed =
                snapshot.getHistory().getCheckpoints().stream()
                        .filter(each -> each.getStatus() == CheckpointStatsStatus.COMPLETED)
                        .toList();
        List<AbstractCheckpointStats> checkpoints =
                completed.stream().filter(each -> !each.getProperties().isSavepoint()).toList();
        Latency durations =
                Latency.of(
                        checkpoints.stream()
                                .mapToLong(AbstractCheckpointStats::getEndToEndDuration)
                                .toArray());
        return new Checkpoints(
                checkpoints.size(),
                (int) snapshot.getCounts().getNumberOfFailedCheckpoints(),
                // The history starts with the latest checkpoint.
                checkpoints.isEmpty() ? 0 : checkpoints.get(0).getStateSize(),
                checkpoints.stream()
                        .mapToLong(AbstractCheckpointStats::getCheckpointedSize)
                        .max()
                        .orElse(0),
                checkpoints.stream().mapToLong(AbstractCheckpointStats::getCheckpointedSize).sum(),
                durations.p50(),
                durations.max(),
                checkpoints.stream().mapToLong(CheckpointFigures::syncMs).max().orElse(0),
                completed.stream()
                        .filter(each -> each.getProperties().isSavepoint())
                        .mapToLong(AbstractCheckpointStats::getStateSize)
                        .sum(),
                savepointMs);
    }

    private static long syncMs(AbstractCheckpointStats checkpoint) {
        return checkpoint.getAllTaskStateStats().stream()
                .map(TaskStateStats::getSummaryStats)
                .mapToLong(summary -> summary.getSyncCheckpointDurationStats().getMaximum())
                .max()
                .orElse(0);
    }
}
