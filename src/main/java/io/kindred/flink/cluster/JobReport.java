package io.kindred.flink.cluster;

import io.kindred.flink.operator.JobCounts;
import org.apache.flink.api.common.JobStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a job is.
 *
 * @param age how long ago the job was submitted
 * @param checkpoint the last completed checkpoint
 * @param interval the time between two checkpoints; empty if the job makes none
 * @param restarts how often the job was restarted; empty of a job that has ended
 * @param sources those of records and of queries
 * @param counts what the job has counted; without a count until the task managers have reported it
 * @param problem what is wrong, in a sentence
 */
public record JobReport(
        String id,
        String name,
        JobStatus state,
        Duration age,
        Optional<Checkpoint> checkpoint,
        Optional<Duration> interval,
        OptionalLong restarts,
        List<Source> sources,
        JobCounts counts,
        Optional<String> problem) {

    public JobReport {
        sources = List.copyOf(sources);
    }

    /**
     * A completed checkpoint.
     *
     * @param age how long ago it was completed
     */
    public record Checkpoint(long id, Instant completed, Duration age, String path) {}

    /**
     * A source.
     *
     * @param state of its tasks, such as {@code RUNNING} or {@code FINISHED}
     * @param lag how many messages are in its topics that it has not fetched; empty for files, and
     *     until it has fetched
     */
    public record Source(String name, String state, OptionalLong lag) {}
}
