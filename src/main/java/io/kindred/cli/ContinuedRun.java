package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.connector.StoredBytes;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.ContinuedFiles;
import io.kindred.flink.topology.ContinuedJob;
import io.kindred.flink.topology.InputSize;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.flink.topology.SavedStates;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run of a job that goes on from the savepoint of the run before; see {@link ContinuedJob}. */
final class ContinuedRun extends SavepointRun {

    private static final Duration POLL = Duration.ofMillis(500);

    private final RunFolder folder;
    private final JobConfig job;
    private final ContinuedFiles files;
    private final Optional<Path> from;
    private final OptionalInt parallelism;
    private final boolean overwrite;
    private final Progress progress;
    private final Consumer<String> warnings;
    private final StoredBytes bytes = new StoredBytes();
    private long total;
    private long lastRead = -1;

    /**
     * A run.
     *
     * @param files to read
     * @param from the state to restore: the savepoint of the run before, or a checkpoint of this
     *     one
     * @param overwrite whether the first run may remove the outputs of others
     */
    ContinuedRun(
            RunFolder folder,
            JobConfig job,
            ContinuedFiles files,
            Optional<Path> from,
            OptionalInt parallelism,
            boolean overwrite,
            Progress progress,
            Consumer<String> warnings) {
        super(
                files.of(job, folder.runs().completed() + 1),
                from.map(Path::toString).orElse("no state"),
                parallelism);
        this.folder = folder;
        this.job = job;
        this.files = files;
        this.from = from;
        this.parallelism = parallelism;
        this.overwrite = overwrite;
        this.progress = progress;
        this.warnings = warnings;
    }

    /** Runs to the end, and leaves a savepoint in the folder. */
    RunSummary run() throws IOException, InterruptedException, JobFailedException {
        try (bytes) {
            return runToEnd();
        } finally {
            progress.end();
        }
    }

    private RunSummary runToEnd() throws IOException, InterruptedException, JobFailedException {
        Stopped stopped = stopped(folder.savepoints(), SavepointFormatType.NATIVE);
        JobCounts counts = new JobCounts(stopped.result().getAllAccumulatorResults());
        if (job.output() == OutputMode.FINAL) {
            // Before the end is noted: a run that is interrupted here is known to lack its rows.
            counts = counts.withLastRows(writeFinalRows(stopped.savepoint(), counts));
        }
        show(counts);
        RunSummary summary = new RunSummary(config(), counts, stopped.time());
        Set<String> refused =
                summary.refusedSnapshots().stream()
                        .map(snapshot -> job.snapshotOf(snapshot.perspective()).source())
                        .collect(Collectors.toSet());
        folder.end(stopped.savepoint(), folder.runs().read().with(job, files, refused));
        return summary;
    }

    /**
     * Writes the rows of {@code output: final} from a savepoint, in place of those of earlier runs,
     * and counts them.
     */
    private JobCounts writeFinalRows(String savepoint, JobCounts read)
            throws IOException, InterruptedException, JobFailedException {
        try (ScratchFolder scratch = new ScratchFolder()) {
            Configuration options = EmbeddedRun.options(job, parallelism, scratch.path());
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(options);
            JobEnvironment.configure(env, job);
            SavedStates.restore(env, job, savepoint);
            ContinuedJob.buildEnd(env, job);
            return EmbeddedRun.counts(
                    env.executeAsync(job.name()), last -> show(read.withLastRows(last)));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new JobFailedException(job.name(), e);
        }
    }

    private void show(JobCounts counts) {
        progress.show(counts, new Progress.Amount(bytes.read(), total), sinceStart());
    }

    @Override
    String name() {
        return "the run";
    }

    @Override
    boolean drains() {
        return job.output() != OutputMode.FINAL;
    }

    @Override
    void adjust(Configuration options) {
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.checkpoints().toUri().toString());
        options.set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true);
        bytes.countIn(options);
    }

    @Override
    void build(StreamExecutionEnvironment env) throws IOException {
        if (from.isPresent()) {
            SavedStates.restore(env, job, from.get().toString());
        }
        List<String> found = ContinuedJob.build(env, config());
        OutputFolders.prepare(env, config(), overwrite);
        if (from.equals(folder.savepoint())) {
            // Not before: a start that is refused has begun nothing.
            folder.begin(files);
            // Of a run that goes on from a checkpoint, nobody knows how much it read before.
            total = InputSize.of(config()).orElse(0);
        }
        found.forEach(warnings);
    }

    @Override
    void await(EmbeddedJob running) throws Exception {
        while (running.await(POLL).isEmpty()) {
            EmbeddedJob.Look look = running.look();
            if (ContinuedJob.isRead(look, config())) {
                return;
            }
            JobCounts counts = new JobCounts(look.accumulators());
            show(counts);
            if (counts.isReported() && counts.read() == lastRead) {
                // A source that has read everything ends with the next checkpoint.
                running.checkpoint();
            }
            lastRead = counts.read();
        }
        throw new IllegalStateException("the run ended before it was stopped");
    }
}
