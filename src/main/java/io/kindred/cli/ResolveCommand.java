package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SnapshotConfig;
import io.kindred.flink.internal.ClusterException;
import io.kindred.flink.jdbc.PostgresStart;
import io.kindred.flink.kafka.KafkaStart;
import io.kindred.flink.operator.DeadLetters;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.flink.topology.SavedStates;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Runs a job file, embedded or on the cluster that the process was submitted to. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Resolve the records of a job file into entities, assignments and conflicts.",
            "Runs in this process, or on a cluster if submitted with 'flink run'."
        },
        footer = {
            "",
            "Example: resolve conf/sample/job.yaml",
            "Exit code: 0 done; 1 the job failed, all input was dead letters, or a full snapshot"
                    + " lacks records that were not deleted; 2 wrong usage, job file or ontology."
        })
public final class ResolveCommand extends AbstractCommand {

    private static final String LATEST = "latest";

    @Parameters(paramLabel = "JOB.yaml", description = "the job file")
    private Path jobFile = Path.of("");

    @Option(
            names = "--overwrite",
            description =
                    "remove the output of earlier runs from the output folders; without it, a"
                            + " folder with earlier output is an error")
    private boolean overwrite;

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description =
                    "on a cluster: start from a savepoint or retained checkpoint; 'latest': from"
                            + " the newest one of the job with this name that can be read")
    private @Nullable String from;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "keep the state of an embedded run in this folder, and go on from it the next"
                            + " time: files that were read are not read again")
    private @Nullable Path state;

    @Option(
            names = "--allow-removed",
            description =
                    "with --from: give up the state of sources, queries and sinks that the job file"
                            + " does not have any more; without it, such state is an error")
    private boolean allowRemoved;

    @Option(
            names = "--force",
            description = "on a cluster: submit though a job of this name is there already")
    private boolean force;

    @Option(
            names = "--wait-running",
            description =
                    "on a cluster: wait until the first checkpoint is completed; exit code 1 if the"
                            + " job fails or restarts before")
    private boolean waitRunning;

    @Mixin private ProgressOption progress = new ProgressOption();

    @Option(names = "--quiet", description = "do not print progress")
    private boolean quiet;

    /** Called by picocli. */
    public ResolveCommand() {}

    @Override
    public Integer call() throws Exception {
        OptionalInt wanted = parallelism.checked(spec());
        JobConfig config = JobConfigReader.read(jobFile);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        if (env instanceof LocalStreamEnvironment) {
            Optional<RunSummary> summary = runEmbedded(config, wanted);
            if (summary.isPresent()) {
                check(summary.get());
            }
        } else {
            Optional<JobCounts> counts = submit(env, config, err());
            if (counts.isPresent()) {
                check(new RunSummary(config, counts.get(), Duration.ZERO));
            }
        }
        return 0;
    }

    /**
     * Fails a job that has ended if all of its input was dead letters, unless the job file says how
     * many may be, or if a full snapshot lacks records that were not deleted.
     */
    private static void check(RunSummary done) throws JobFailedException {
        JobConfig config = done.config();
        DeadLetters deadLetters = done.counts().deadLettersByReason();
        if (config.maxDeadLetters().isEmpty() && deadLetters.areAll()) {
            throw new JobFailedException(config.name(), deadLetters.inWords());
        }
        List<SnapshotConfig> refused = done.refusedSnapshots();
        if (!refused.isEmpty()) {
            throw new JobFailedException(
                    config.name(),
                    refused.stream().map(done::whyRefused).collect(Collectors.joining("; ")));
        }
    }

    private Optional<RunSummary> runEmbedded(JobConfig config, OptionalInt wanted)
            throws Exception {
        if (from != null || allowRemoved) {
            throw invalidUsage(
                    (from != null ? "--from" : "--allow-removed")
                            + " is only for a job on a cluster; an embedded run goes on with --state");
        }
        if (force || waitRunning) {
            throw invalidUsage(
                    (force ? "--force" : "--wait-running") + " is only for a job on a cluster");
        }
        PrintWriter err = err();
        Progress shown = quiet ? Progress.NONE : progress.on(err);
        Optional<RunSummary> summary =
                state == null
                        ? Optional.of(
                                new EmbeddedRun(config, wanted, overwrite)
                                        .run(shown, warning -> printWarning(err, warning)))
                        : continued(config, state, wanted, shown);
        summary.ifPresent(done -> done.print(out()));
        return summary;
    }

    private Optional<RunSummary> continued(
            JobConfig config, Path path, OptionalInt wanted, Progress shown)
            throws IOException, InterruptedException, JobFailedException {
        PrintWriter err = err();
        try (RunFolder folder = RunFolder.open(path, config.name())) {
            return new ContinuedRuns(
                            config,
                            folder,
                            wanted,
                            overwrite,
                            shown,
                            warning -> printWarning(err, warning),
                            note -> {
                                err.println(note);
                                err.flush();
                            })
                    .run();
        }
    }

    private static void printWarning(PrintWriter err, String warning) {
        err.println("warning: " + warning);
        err.flush();
    }

    /** Submits the job; returns its counts if it was awaited. */
    private Optional<JobCounts> submit(
            StreamExecutionEnvironment env, JobConfig config, PrintWriter err)
            throws JobFailedException, ClusterException, InterruptedException {
        if (state != null) {
            throw invalidUsage("--state is only for an embedded run; use --from on a cluster");
        }
        JobEnvironment.configure(env, config);
        Submission submission = new Submission(env, config);
        if (!force) {
            submission.checkName();
        }
        KafkaStart.checkReachable(config);
        PostgresStart.prepareIfReachable(config);
        SavedStates.separate(env, config);
        if (LATEST.equals(from)) {
            SavedStates.Newest newest = SavedStates.restoreNewest(env, config);
            newest.skipped().forEach(problem -> err.println("skipped " + problem));
            err.println("starting from " + newest.path());
        } else if (from != null) {
            SavedStates.restore(env, config, from);
        }
        if (allowRemoved) {
            SavedStates.allowRemoved(env);
        }
        List<String> warnings = JobGraphBuilder.build(env, config);
        OutputFolders.prepare(env, config, overwrite);
        warnings.forEach(warning -> printWarning(err, warning));
        if (waitRunning) {
            submission.runToFirstCheckpoint();
            return Optional.empty();
        }
        JobExecutionResult result = submission.run();
        return result.isJobExecutionResult()
                ? Optional.of(new JobCounts(result.getAllAccumulatorResults()))
                : Optional.empty();
    }
}
