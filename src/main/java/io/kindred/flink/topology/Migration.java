package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.internal.EmbeddedJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The run that carries the records of a saved state over to a job of another ontology or another
 * number of shards. It is that job, but that it reads the state in place of its sources, and stays
 * when it has, until it is stopped with a savepoint. In that there is nothing of what it read the
 * state with: all of it has ended, or never has any state. So the job itself goes on from there.
 */
public final class Migration {

    /** No source in a job file can have this name, and so none is taken for having ended. */
    private static final String SOURCE = "migrated.state";

    private Migration() {}

    /**
     * What the run is to do; it asks no questions, which the job may.
     *
     * @param state the path of a savepoint or retained checkpoint
     */
    public static JobConfig of(JobConfig job, String state) {
        return job.readingOnly(new SourceConfig.State(SOURCE, state));
    }

    /**
     * Adds the run to an environment that has been {@linkplain JobEnvironment configured}.
     *
     * @throws InvalidConfigException as {@link JobGraphBuilder} does
     */
    public static void build(StreamExecutionEnvironment env, JobConfig run) {
        JobGraphBuilder.buildStaying(env, run);
    }

    /**
     * Whether all of the state has been read; a savepoint that is begun then has all that comes of
     * it.
     */
    public static boolean isRead(EmbeddedJob.Look run) {
        // While it is being set up there are none. The decoder is in one with the source, unless
        // chaining is turned off.
        return run.hasEnded(Operators.source(SOURCE)).orElse(false)
                && run.hasEnded(Operators.decode(SOURCE)).orElse(true);
    }
}
