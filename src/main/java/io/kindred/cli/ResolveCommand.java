package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.topology.JobEnvironment;
import io.kindred.flink.topology.JobGraphBuilder;
import io.kindred.flink.topology.OutputFolders;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** Runs a job file, embedded or on the cluster that the process was submitted to. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Resolves the records of a job file into entities, assignments and conflicts.",
            "Runs embedded in this process, or on a cluster when it is submitted with 'flink run'."
        },
        footer = {
            "",
            "Example: resolve conf/sample/job.yaml",
            "Exit code: 0 done, 1 the job failed, 2 wrong usage, job file or ontology."
        })
public final class ResolveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "JOB.yaml", description = "the job file")
    private Path jobFile = Path.of("");

    @Option(
            names = "--overwrite",
            description =
                    "remove what an earlier run left in the output folders; without it a run that"
                            + " would mix with an earlier one is refused")
    private boolean overwrite;

    @Option(
            names = {"-p", "--parallelism"},
            paramLabel = "N",
            description =
                    "parallelism of an embedded run; default: what the job file says under"
                            + " flink, or the number of processors, at most 4")
    private @Nullable Integer parallelism;

    @Option(names = "--quiet", description = "no progress while the job runs")
    private boolean quiet;

    @Spec private @Nullable CommandSpec spec;

    /** For picocli. */
    public ResolveCommand() {}

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        if (parallelism != null && (parallelism < 1 || parallelism > JobGraphBuilder.KEY_GROUPS)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--parallelism is "
                            + parallelism
                            + ", expected 1 to "
                            + JobGraphBuilder.KEY_GROUPS);
        }
        JobConfig config = JobConfigReader.read(jobFile);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        if (env instanceof LocalStreamEnvironment) {
            PrintWriter out = command.commandLine().getOut();
            PrintWriter err = command.commandLine().getErr();
            OptionalInt wanted =
                    parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism);
            RunSummary summary =
                    new EmbeddedRun(config, wanted, overwrite)
                            .run(quiet ? Progress.NONE : new Progress.Lines(err));
            summary.print(out);
            return 0;
        }
        JobEnvironment.configure(env, config);
        JobGraphBuilder.build(env, config);
        OutputFolders.prepare(env, config, overwrite);
        env.execute(config.name());
        return 0;
    }
}
