package io.kindred.cli;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OutputFolders;
import io.kindred.flink.topology.SavedStates;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

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
            "Exit code: 0 done, 1 the job failed, 2 wrong usage, job file or ontology."
        })
public final class ResolveCommand implements Callable<Integer> {

    private static final String LATEST = "latest";

    /** Flink's target of a running cluster with a fixed address. */
    private static final String REMOTE = "remote";

    private static final Logger LOG = LoggerFactory.getLogger(ResolveCommand.class);

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
            names = "--allow-removed",
            description =
                    "with --from: give up the state of sources, queries and sinks that the job file"
                            + " does not have any more; without it, such state is an error")
    private boolean allowRemoved;

    @Option(
            names = "--force",
            description =
                    "on a cluster: submit the job even if one of this name runs there, although"
                            + " both would write to the same checkpoints, outputs and"
                            + " transactions")
    private boolean force;

    @Option(names = "--quiet", description = "do not print progress")
    private boolean quiet;

    @Spec private @Nullable CommandSpec spec;

    /** Called by picocli. */
    public ResolveCommand() {}

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        Integer checkedParallelism = parallelism.checked(command);
        OptionalInt wanted =
                checkedParallelism == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(checkedParallelism);
        JobConfig config = JobConfigReader.read(jobFile);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        if (env instanceof LocalStreamEnvironment) {
            runEmbedded(command, config, wanted);
        } else {
            submit(env, config, command.commandLine().getErr());
        }
        return 0;
    }

    private void runEmbedded(CommandSpec command, JobConfig config, OptionalInt wanted)
            throws Exception {
        if (from != null || allowRemoved) {
            throw new ParameterException(
                    command.commandLine(),
                    (from != null ? "--from" : "--allow-removed")
                            + " is only for a job on a cluster: an embedded run keeps no state");
        }
        PrintWriter err = command.commandLine().getErr();
        RunSummary summary =
                new EmbeddedRun(config, wanted, overwrite)
                        .run(quiet ? Progress.NONE : new Progress.Lines(err));
        summary.print(command.commandLine().getOut());
    }

    /** Checks that no job of the name runs, if the cluster has an address that can be known. */
    private static void checkName(ReadableConfig options, JobConfig config)
            throws InterruptedException {
        if (!REMOTE.equals(options.get(DeploymentOptions.TARGET))) {
            return;
        }
        Optional<ClusterJobs.Job> other;
        try {
            other = new ClusterJobs(FlinkRest.of(options)).running(config.name());
        } catch (IOException e) {
            LOG.warn("cannot check that no other job has the name of this one", e);
            return;
        }
        if (other.isPresent()) {
            throw new InvalidConfigException(
                    config.file(),
                    "name",
                    "a job '"
                            + config.name()
                            + "' runs on the cluster already, with the id "
                            + other.get().id()
                            + "; stop it first (jobs/stop.sh "
                            + other.get().id()
                            + "), or give this job another name. With --force both would write to"
                            + " the same checkpoint folder, outputs and transactions");
        }
    }

    private void submit(StreamExecutionEnvironment env, JobConfig config, PrintWriter err)
            throws JobFailedException, InterruptedException {
        if (!force) {
            checkName(env.getConfiguration(), config);
        }
        JobEnvironment.configure(env, config);
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
        JobGraphBuilder.build(env, config);
        OutputFolders.prepare(env, config, overwrite);
        try {
            env.execute(config.name());
        } catch (Exception e) {
            LOG.warn("job '{}' failed", config.name(), e);
            throw new JobFailedException(config.name(), e);
        }
    }
}
