package io.kindred.cli;

import io.kindred.flink.topology.JobGraphBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.util.OptionalInt;

/** The option of commands that run a job. */
public final class ParallelismOption {

    @Option(
            names = {"-p", "--parallelism"},
            paramLabel = "N",
            description =
                    "parallelism of an embedded run; default: the job file's flink option, or"
                            + " else the number of processors, at most 4")
    private @Nullable Integer parallelism;

    /** Called by picocli. */
    public ParallelismOption() {}

    /**
     * The given parallelism; empty for the default.
     *
     * @throws ParameterException if it is out of range
     */
    public OptionalInt checked(CommandSpec command) {
        if (parallelism == null) {
            return OptionalInt.empty();
        }
        if (parallelism < 1 || parallelism > JobGraphBuilder.KEY_GROUPS) {
            throw new ParameterException(
                    command.commandLine(),
                    "--parallelism is "
                            + parallelism
                            + ", expected 1 to "
                            + JobGraphBuilder.KEY_GROUPS);
        }
        return OptionalInt.of(parallelism);
    }
}
