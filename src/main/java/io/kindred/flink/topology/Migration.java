package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.internal.EmbeddedJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A run that migrates the records of a saved state to a job with another ontology or another number
 * of shards. It is that job, but reads the state instead of the job's sources. When all of the
 * state is read it keeps running until it is stopped with a savepoint. The operators that read the
 * state leave nothing in the savepoint, so the job itself can restore it.
 */
public final class Migration {

    /** The name of the source; no source in a job file can have it. */
    private static final String SOURCE = "migrated.state";

    private Migration() {}

    /**
     * The configuration of the run. It asks no questions, even if the job has queries.
     *
     * @param state the path of a savepoint or retained checkpoint
     */
    public static JobConfig of(JobConfig job, String state) {
        return job.readingOnly(new SourceConfig.State(SOURCE, state));
    }

    /**
     * Adds the run to a {@linkplain JobEnvironment configured} environment.
     *
     * @throws InvalidConfigException as {@link JobGraphBuilder} does
     */
    public static void build(StreamExecutionEnvironment env, JobConfig run) {
        JobGraphBuilder.buildKeptAlive(env, run);
    }

    /**
     * Whether all of the state has been read. A savepoint that is triggered after that has all
     * results.
     */
    public static boolean isRead(EmbeddedJob.Look run) {
        // The source is unknown while the job is being set up. The decoder has no vertex of its own
        // when it is chained to the source.
        return run.hasEnded(Operators.source(SOURCE)).orElse(false)
                && run.hasEnded(Operators.decode(SOURCE)).orElse(true);
    }
}
