package io.kindred.testkit;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OpenEnd;
import io.kindred.model.Input;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Jobs that were stopped with a savepoint when they had taken all of their input. */
public final class SavedJob {

    private static final Duration POLL = Duration.ofMillis(100);

    /** So that no number is two more. */
    private static final long NONE = Long.MAX_VALUE - 2;

    private static final int RESTARTS = 5;

    /**
     * Why a stop fails that has to be tried again: not all tasks have started, or a source is just
     * coming to its end. For the last, Flink asks a task for a checkpoint that is not there any
     * more; a task that cannot save its state gives other reasons.
     */
    private static final List<String> NOT_YET =
            List.of("Not all required tasks", "task is closing", "Task local checkpoint failure");

    private SavedJob() {}

    /**
     * Runs a job on the {@link SharedCluster}.
     *
     * @param inputs how many records and dead letters it takes
     * @return where the savepoint is
     */
    public static String stop(TestJob job, long inputs, SavepointFormatType format, Path folder)
            throws Exception {
        return run(job.config(), inputs, client -> stop(client, false, format, folder));
    }

    /**
     * The same of a job with a step after the decoding of each source, which may not have taken all
     * of its input.
     *
     * @param onDecoded as for {@link JobGraphBuilder}
     */
    public static String stop(
            TestJob job,
            UnaryOperator<DataStream<Input>> onDecoded,
            long inputs,
            SavepointFormatType format,
            Path folder)
            throws Exception {
        return run(job.config(), onDecoded, inputs, client -> stop(client, false, format, folder));
    }

    /**
     * A job that took its stop for the end of its input.
     *
     * @param path where the savepoint is
     * @param run what came of it
     */
    public record Drained(String path, JobRun run) {}

    /** Runs a job on the {@link SharedCluster}, and drains it with a savepoint. */
    public static Drained drain(JobConfig config, long inputs, Path folder) throws Exception {
        AtomicReference<JobClient> drained = new AtomicReference<>();
        String path =
                run(
                        config,
                        inputs,
                        client -> {
                            drained.set(client);
                            return stop(client, true, SavepointFormatType.NATIVE, folder);
                        });
        return new Drained(
                path,
                new JobRun(
                        FoldedOutputs.read(config),
                        drained.get().getJobExecutionResult().get().getAllAccumulatorResults()));
    }

    /**
     * The same of a job that keeps its checkpoints, which is cancelled.
     *
     * @param folder where they are
     * @return where the last checkpoint is
     */
    public static String cancel(TestJob job, long inputs, Path folder) throws Exception {
        AtomicLong before = new AtomicLong(NONE);
        return run(
                job.config(),
                inputs,
                client -> {
                    // The next may have begun before the last input was taken.
                    Optional<Path> last = lastCheckpoint(folder);
                    if (last.isEmpty() || number(last.get()) < before.get() + 2) {
                        last.ifPresent(path -> before.compareAndSet(NONE, number(path)));
                        return Optional.empty();
                    }
                    client.cancel().get();
                    // Until it has ended, it removes files of checkpoints.
                    awaitCancelled(client);
                    return lastCheckpoint(folder).map(Path::toString);
                });
    }

    private static void awaitCancelled(JobClient client) throws Exception {
        try {
            throw new AssertionError(
                    "the job came to its end: " + client.getJobExecutionResult().get());
        } catch (ExecutionException e) {
            if (!ExceptionUtils.findThrowable(e, JobCancellationException.class).isPresent()) {
                throw e;
            }
        }
    }

    private interface Ending {
        /** Empty if it has to be tried again. */
        Optional<String> end(JobClient client) throws Exception;
    }

    private static String run(JobConfig config, long inputs, Ending ending) throws Exception {
        return run(config, OpenEnd.unlimited(), inputs, ending);
    }

    private static String run(
            JobConfig config,
            UnaryOperator<DataStream<Input>> onDecoded,
            long inputs,
            Ending ending)
            throws Exception {
        Configuration given = new Configuration();
        // A job whose stop comes just as a source ends does not stop, but fails.
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        given.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        given.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, given);
        JobGraphBuilder.build(env, config, onDecoded);
        JobClient client = env.executeAsync(config.name());
        while (true) {
            try {
                JobExecutionResult ended =
                        client.getJobExecutionResult().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                throw new AssertionError("the job came to its end: " + ended);
            } catch (TimeoutException stillRuns) {
                JobCounts counts = new JobCounts(client.getAccumulators().get());
                if (counts.read() + counts.deadLetters() >= inputs) {
                    Optional<String> saved = ending.end(client);
                    if (saved.isPresent()) {
                        return saved.get();
                    }
                }
            }
        }
    }

    private static Optional<Path> lastCheckpoint(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(Path::getParent)
                    .max(Comparator.comparingLong(SavedJob::number));
        } catch (UncheckedIOException | NoSuchFileException e) {
            // One that went while it was looked at.
            return Optional.empty();
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    /** Empty if it has to be tried again. */
    private static Optional<String> stop(
            JobClient client, boolean drains, SavepointFormatType format, Path folder)
            throws Exception {
        try {
            return Optional.of(
                    client.stopWithSavepoint(drains, folder.toUri().toString(), format).get());
        } catch (ExecutionException e) {
            String why = ExceptionUtils.stringifyException(e);
            if (NOT_YET.stream().anyMatch(why::contains)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
