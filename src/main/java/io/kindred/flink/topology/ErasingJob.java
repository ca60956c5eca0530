package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.internal.LastingSource;
import io.kindred.flink.internal.SavedMetadata;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
import io.kindred.model.SourceRecord;
import io.kindred.storage.keyed.SourceRecordFormat;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A run that erases records from the saved state of a stopped job. It is that job, restored from
 * the state, but it reads the erasures instead of the job's sources. It keeps running until it is
 * stopped with a savepoint; then the operators that it did not have are added to the savepoint as
 * they were in the state: sources with their positions, decoders, whatever answers questions, and
 * the sink of dead letters. So the job goes on from there as it would have from the state.
 */
public final class ErasingJob {

    /** The accumulator that shows that all erasures are on their way. */
    private static final String SENT = "erasures-sent";

    private static final int HOPS = 6;
    private static final Duration SLACK = Duration.ofSeconds(1);

    private ErasingJob() {}

    /**
     * The configuration of the run. A retraction need not be delayed, since nothing is added.
     *
     * @param job the job that the state is of
     */
    public static JobConfig of(JobConfig job) {
        return job.readingNothing();
    }

    /**
     * Sets the state to restore, and checks that it fits the job file.
     *
     * @param env {@linkplain JobEnvironment configured} for the run
     * @throws InvalidConfigException if it does not fit, as at any start of the job
     */
    public static void restore(StreamExecutionEnvironment env, JobConfig job, String state) {
        Configuration from = new Configuration();
        from.set(StateRecoveryOptions.SAVEPOINT_PATH, state);
        RestoredState.check(from, job, warning -> {});
        from.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        env.configure(from);
    }

    /**
     * Adds the run to the environment.
     *
     * @param erasures what to send, in this order
     * @throws InvalidConfigException as {@link JobGraphBuilder} does
     */
    public static void build(
            StreamExecutionEnvironment env, JobConfig run, List<SourceRecord> erasures) {
        JobGraphBuilder.buildReading(env, run, source(env, erasures));
    }

    private static SingleOutputStreamOperator<Input> source(
            StreamExecutionEnvironment env, List<SourceRecord> erasures) {
        byte[][] written =
                erasures.stream().map(SourceRecordFormat.INSTANCE::write).toArray(byte[][]::new);
        return env.addSource(
                        new LastingSource<Input>(SENT, () -> read(written)),
                        "erasures",
                        FormatTypeInformation.INPUT)
                .uid(Operators.KEEP_ALIVE);
    }

    private static List<Input> read(byte[][] written) {
        return Arrays.stream(written)
                .map(bytes -> (Input) SourceRecordFormat.INSTANCE.read(bytes))
                .toList();
    }

    /** Whether all erasures are on their way. A savepoint that is triggered after that has them. */
    public static boolean isSent(EmbeddedJob.Look run, int erasures) throws Exception {
        return run.accumulators().get(SENT) instanceof Long sent && sent == erasures;
    }

    /**
     * How long it takes after that until work that operators put off is done: each waits for one
     * interval of batches, and some get their input from another. What is not done by then is done
     * by the job, but its rows are in the savepoint until then.
     */
    public static Duration settling(JobConfig run) {
        return run.batch().interval().multipliedBy(HOPS).plus(SLACK);
    }

    /**
     * Adds to the savepoint of a run what the run did not have.
     *
     * @param savepoint of the run
     * @param state that the run was restored from
     */
    public static void complete(String savepoint, String state) throws IOException {
        SavedMetadata.complete(savepoint, SavedMetadata.read(state), Set.of(Operators.KEEP_ALIVE));
    }
}
