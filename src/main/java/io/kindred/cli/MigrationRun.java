package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.kafka.KafkaStart;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.Migration;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

/** Migrates the records of a state to a job, in this process. */
final class MigrationRun {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    private final JobConfig run;
    private final String state;
    private final OptionalInt parallelism;
    private final boolean overwrite;

    /**
     * Creates a run.
     *
     * @param job the job to migrate to
     * @param state the path of a savepoint or retained checkpoint
     * @param parallelism overrides the job file and the default
     * @param overwrite whether to remove earlier output from the output folders
     */
    MigrationRun(JobConfig job, String state, OptionalInt parallelism, boolean overwrite) {
        this.run = Migration.of(job, state);
        this.state = state;
        this.parallelism = parallelism;
        this.overwrite = overwrite;
    }

    /** The counts of a finished run and the path of its savepoint. */
    record Done(RunSummary summary, String savepoint) {}

    /**
     * Runs until all of the state is read and its results are in a savepoint.
     *
     * @param folder the URI of the new savepoint's parent folder
     * @throws JobFailedException if the run fails
     * @throws InvalidRequestException if the folder cannot be created
     * @throws io.kindred.codec.InvalidConfigException if the job file is invalid
     */
    Done run(String folder, SavepointFormatType format, Progress progress)
            throws IOException, InterruptedException, JobFailedException {
        JobEnvironment.check(run);
        KafkaStart.check(run, EmbeddedRun.BROKER_PATIENCE);
        createFolder(folder);
        try (ScratchFolder scratch = new ScratchFolder()) {
            Configuration options = options(scratch);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(options);
            env.setParallelism(options.get(CoreOptions.DEFAULT_PARALLELISM));
            JobEnvironment.configure(env, run);
            Migration.build(env, run);
            OutputFolders.prepare(env, run, overwrite);
            return run(env, options, folder, format, progress);
        }
    }

    private Configuration options(ScratchFolder scratch) {
        Configuration options = EmbeddedRun.options(run, parallelism, scratch.path());
        // The source finishes only with the next checkpoint, so checkpoints must be frequent.
        Duration interval =
                options.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .orElse(run.checkpointInterval());
        options.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL);
        options.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true);
        return options;
    }

    /** Creates the savepoint's folder first, so that a long run does not fail at its end. */
    private static void createFolder(String folder) {
        try {
            Path path = new Path(folder);
            path.getFileSystem().mkdirs(path);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "--to: cannot create the folder " + folder + ": " + e.getMessage());
        }
    }

    private Done run(
            StreamExecutionEnvironment env,
            Configuration options,
            String folder,
            SavepointFormatType format,
            Progress progress)
            throws InterruptedException, JobFailedException {
        long start = System.nanoTime();
        try (EmbeddedJob job = EmbeddedJob.start(env, options)) {
            awaitRead(job, progress, start);
            String savepoint = job.stop(folder, format);
            JobCounts counts = new JobCounts(job.result().getAllAccumulatorResults());
            return new Done(new RunSummary(run, counts, since(start)), savepoint);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("the migration for job '{}' failed", run.name(), e);
            StateFailure failure = new StateFailure(e);
            if (failure.isDamage()) {
                throw JobFailedException.because(failure.text(state), e);
            }
            throw new JobFailedException(run.name(), e);
        }
    }

    private static void awaitRead(EmbeddedJob job, Progress progress, long start) throws Exception {
        while (job.await(POLL).isEmpty()) {
            EmbeddedJob.Look look = job.look();
            if (Migration.isRead(look)) {
                return;
            }
            progress.show(new JobCounts(look.accumulators()), since(start));
        }
        throw new IllegalStateException("the migration ended before it was stopped");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
