package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.operator.JobCounts;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.List;

/**
 * A run of a job that is run again and again, each time for {@linkplain ContinuedFiles new files}.
 * It keeps running when they are read until it is stopped with a savepoint, from which the next run
 * goes on. With {@code output: final} the savepoint is taken before the end of the input, and a
 * second job that restores it and ends at once writes the rows. Otherwise the end of the input is
 * in the savepoint.
 */
public final class ContinuedJob {

    private ContinuedJob() {}

    /**
     * Adds the run to a {@linkplain JobEnvironment configured} environment.
     *
     * @param run the job with the sources of this run
     * @return warnings, as {@link JobGraphBuilder} does
     * @throws InvalidConfigException as {@link JobGraphBuilder} does
     */
    public static List<String> build(StreamExecutionEnvironment env, JobConfig run) {
        checkSinks(run);
        return JobGraphBuilder.buildContinued(env, run);
    }

    /**
     * Two jobs would restore the same state, and Paimon and Iceberg take the numbers of the commits
     * of one for those of the other.
     */
    private static void checkSinks(JobConfig run) {
        if (run.output() == OutputMode.FINAL) {
            run.sinks()
                    .byOutput()
                    .forEach(
                            (output, sink) -> {
                                if (sink instanceof SinkConfig.Lake) {
                                    throw new InvalidConfigException(
                                            run.file(),
                                            "sinks." + Operators.jobFileName(output) + ".type",
                                            "a run with --state cannot write output: final to "
                                                    + SinkType.of(sink)
                                                    + "; use output: changelog, or another type");
                                }
                            });
        }
    }

    /**
     * Adds the job that restores a savepoint of a run and writes the rows of {@code output: final}.
     * Rows of an earlier run are removed, except those that are emitted as they occur: dead letters
     * and erasures.
     */
    public static void buildEnd(StreamExecutionEnvironment env, JobConfig job) {
        JobConfig ending = job.ending();
        SavedStates.allowRemoved(env);
        JobGraphBuilder.buildReading(env, ending, KeepAliveSource.ended(env));
        OutputFolders.clear(ending);
    }

    /**
     * Whether all files of a run have been read, and what full snapshots lack is deleted, so that
     * it can be stopped.
     */
    public static boolean isRead(EmbeddedJob.Look look, JobConfig run) throws Exception {
        if (!look.isRunning()) {
            return false;
        }
        for (SourceConfig source : run.sources()) {
            // The source is unknown while the job is being set up. The decoder has no vertex of its
            // own when it is chained to the source.
            if (!look.hasEnded(Operators.source(source.name())).orElse(false)
                    || !look.hasEnded(Operators.decode(source.name())).orElse(true)) {
                return false;
            }
        }
        JobCounts counts = new JobCounts(look.accumulators());
        return run.sources().stream()
                .filter(source -> run.snapshot(source.name()).isPresent())
                .allMatch(source -> counts.snapshot(source.name()).isDone());
    }
}
