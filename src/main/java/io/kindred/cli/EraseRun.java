package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.topology.ErasingJob;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.model.SourceRecord;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Erases records from the state of a stopped job, in this process. */
final class EraseRun extends SavepointRun {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofDays(365);

    private final JobConfig job;
    private final List<SourceRecord> erasures;

    /** A run over a state of a job; see {@link SavepointRun}. */
    EraseRun(JobConfig job, String state, OptionalInt parallelism, List<SourceRecord> erasures) {
        super(ErasingJob.of(job), state, parallelism);
        this.job = job;
        this.erasures = erasures;
    }

    /**
     * Runs until the erasures and all that they change are in a savepoint. The outputs show the
     * changes when it is complete; a run that fails before changes nothing.
     *
     * @return the path of the savepoint
     * @throws JobFailedException see {@link #stopped}; {@link
     *     io.kindred.codec.InvalidConfigException} is also thrown if the job file does not fit the
     *     state
     */
    String run(String folder, SavepointFormatType format)
            throws IOException, InterruptedException, JobFailedException {
        String savepoint = stopped(folder, format).savepoint();
        ErasingJob.complete(savepoint, state());
        return savepoint;
    }

    @Override
    String name() {
        return "the erasure";
    }

    @Override
    void build(StreamExecutionEnvironment env) throws IOException {
        ErasingJob.restore(env, job, state());
        ErasingJob.build(env, config(), erasures);
        OutputFolders.prepare(env, config(), false);
        // A checkpoint before the savepoint would show changes that a failure takes back.
        Configuration noCheckpoints = new Configuration();
        noCheckpoints.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, NEVER);
        env.configure(noCheckpoints);
    }

    @Override
    void await(EmbeddedJob running) throws Exception {
        while (!ErasingJob.isSent(running.look(), erasures.size())) {
            checkRuns(running, POLL);
        }
        checkRuns(running, ErasingJob.settling(config()));
    }

    private static void checkRuns(EmbeddedJob running, Duration time) throws Exception {
        if (running.await(time).isPresent()) {
            throw new IllegalStateException("the run ended before it was stopped");
        }
    }
}
