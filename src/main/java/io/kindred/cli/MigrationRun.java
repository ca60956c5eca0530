package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.Migration;
import io.kindred.flink.topology.OutputFolders;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

/** Migrates the records of a state to a job, in this process. */
final class MigrationRun extends SavepointRun {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private final boolean overwrite;
    private final Progress progress;

    /**
     * A run that migrates a state to a job; see {@link SavepointRun}.
     *
     * @param overwrite whether to remove earlier output from the output folders
     */
    MigrationRun(
            JobConfig job,
            String state,
            OptionalInt parallelism,
            boolean overwrite,
            Progress progress) {
        super(Migration.of(job, state), state, parallelism);
        this.overwrite = overwrite;
        this.progress = progress;
    }

    /** The counts of a finished run and the path of its savepoint. */
    record Done(RunSummary summary, String savepoint) {}

    /** Runs until all of the state is read and its results are in a savepoint. */
    Done run(String folder, SavepointFormatType format)
            throws IOException, InterruptedException, JobFailedException {
        Stopped stopped;
        try {
            stopped = stopped(folder, format);
        } finally {
            progress.end();
        }
        JobCounts counts = new JobCounts(stopped.result().getAllAccumulatorResults());
        return new Done(new RunSummary(config(), counts, stopped.time()), stopped.savepoint());
    }

    @Override
    String name() {
        return "the migration";
    }

    @Override
    void adjust(Configuration options) {
        // The source finishes only with the next checkpoint, so checkpoints must be frequent.
        Duration interval =
                options.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .orElse(config().checkpointInterval());
        options.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL);
        options.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true);
    }

    @Override
    void build(StreamExecutionEnvironment env) throws IOException {
        Migration.build(env, config());
        OutputFolders.prepare(env, config(), overwrite);
    }

    @Override
    void await(EmbeddedJob job) throws Exception {
        while (job.await(POLL).isEmpty()) {
            EmbeddedJob.Look look = job.look();
            if (Migration.isRead(look)) {
                return;
            }
            progress.show(
                    new JobCounts(look.accumulators()), Progress.Amount.UNKNOWN, sinceStart());
        }
        throw new IllegalStateException("the migration ended before it was stopped");
    }
}
