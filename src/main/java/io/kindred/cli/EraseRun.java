package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.kafka.KafkaStart;
import io.kindred.flink.topology.ErasingJob;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.model.SourceRecord;
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
import java.util.List;
import java.util.OptionalInt;

/** Erases records from the state of a stopped job, in this process. */
final class EraseRun {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofDays(365);
    private static final Logger LOG = LoggerFactory.getLogger(EraseRun.class);

    private final JobConfig job;
    private final JobConfig run;
    private final String state;
    private final OptionalInt parallelism;

    /**
     * Creates a run.
     *
     * @param job the job that the state is of
     * @param state the path of a savepoint or retained checkpoint
     * @param parallelism overrides the job file and the default
     */
    EraseRun(JobConfig job, String state, OptionalInt parallelism) {
        this.job = job;
        this.run = ErasingJob.of(job);
        this.state = state;
        this.parallelism = parallelism;
    }

    /**
     * Runs until the erasures and all that they change are in a savepoint. The outputs show the
     * changes when it is complete; a run that fails before changes nothing.
     *
     * @param folder the URI of the new savepoint's parent folder
     * @return the path of the savepoint
     * @throws JobFailedException if the run fails
     * @throws InvalidRequestException if the folder cannot be created
     * @throws io.kindred.codec.InvalidConfigException if the job file is invalid or does not fit
     *     the state
     */
    String run(List<SourceRecord> erasures, String folder, SavepointFormatType format)
            throws IOException, InterruptedException, JobFailedException {
        JobEnvironment.check(run);
        KafkaStart.check(run, EmbeddedRun.BROKER_PATIENCE);
        createFolder(folder);
        try (ScratchFolder scratch = new ScratchFolder()) {
            Configuration options = EmbeddedRun.options(run, parallelism, scratch.path());
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(options);
            env.setParallelism(options.get(CoreOptions.DEFAULT_PARALLELISM));
            JobEnvironment.configure(env, run);
            ErasingJob.restore(env, job, state);
            ErasingJob.build(env, run, erasures);
            OutputFolders.prepare(env, run, false);
            // A checkpoint before the savepoint would show changes that a failure takes back.
            Configuration noCheckpoints = new Configuration();
            noCheckpoints.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, NEVER);
            env.configure(noCheckpoints);
            String savepoint = stopped(env, options, erasures.size(), folder, format);
            ErasingJob.complete(savepoint, state);
            return savepoint;
        }
    }

    /** Creates the savepoint's folder first, so that the run does not fail at its end. */
    static void createFolder(String folder) {
        try {
            Path path = new Path(folder);
            path.getFileSystem().mkdirs(path);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "--to: cannot create the folder " + folder + ": " + e.getMessage());
        }
    }

    private String stopped(
            StreamExecutionEnvironment env,
            Configuration options,
            int erasures,
            String folder,
            SavepointFormatType format)
            throws InterruptedException, JobFailedException {
        try (EmbeddedJob running = EmbeddedJob.start(env, options)) {
            while (!ErasingJob.isSent(running.look(), erasures)) {
                checkRuns(running, POLL);
            }
            checkRuns(running, ErasingJob.settling(run));
            String savepoint = running.stop(folder, format);
            running.result();
            return savepoint;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("the erasure for job '{}' failed", run.name(), e);
            StateFailure failure = new StateFailure(e);
            if (failure.isDamage()) {
                throw JobFailedException.because(failure.text(state), e);
            }
            throw new JobFailedException(run.name(), e);
        }
    }

    private static void checkRuns(EmbeddedJob running, Duration time) throws Exception {
        if (running.await(time).isPresent()) {
            throw new IllegalStateException("the run ended before it was stopped");
        }
    }
}
