package io.kindred.cli;

import io.kindred.flink.topology.JobGraphBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** For commands that run a job. */
public final class ParallelismOption {

    @Option(
            names = {"-p", "--parallelism"},
            paramLabel = "N",
            description =
                    "parallelism of an embedded run; default: what the job file says under"
                            + " flink, or the number of processors, at most 4")
    private @Nullable Integer parallelism;

    /** For picocli. */
    public ParallelismOption() {}

    /**
     * What was given, or null for what an embedded run has.
     *
     * @throws ParameterException if no job can have it
     */
    public @Nullable Integer checked(CommandSpec command) {
        if (parallelism != null && (parallelism < 1 || parallelism > JobGraphBuilder.KEY_GROUPS)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--parallelism is "
                            + parallelism
                            + ", expected 1 to "
                            + JobGraphBuilder.KEY_GROUPS);
        }
        return parallelism;
    }
}
