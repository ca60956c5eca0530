package io.kindred.cli;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.internal.ClusterException;
import io.kindred.offline.InvalidRequestException;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;

/** The command line of Kindred. */
@Command(
        name = "kindred",
        mixinStandardHelpOptions = true,
        versionProvider = Kindred.Version.class,
        description = "Temporal entity resolution on Apache Flink.",
        subcommands = {
            ResolveCommand.class,
            DemoCommand.class,
            QueryCommand.class,
            ExplainCommand.class,
            DecideCommand.class,
            ExportCommand.class,
            ValidateCommand.class,
            MigrateCommand.class,
            EraseCommand.class,
            StatusCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Kindred {

    private Kindred() {}

    /**
     * Runs a subcommand and ends the process with its exit code, unless that is 0.
     *
     * @throws IllegalStateException instead of ending the process if the command was submitted to a
     *     cluster, where it may run in the client or in the job manager
     */
    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (code == 0) {
            return;
        }
        if (isOwnProcess()) {
            System.exit(code);
        }
        throw new IllegalStateException(
                "the command ended with exit code " + code + "; the reason is printed above");
    }

    /**
     * Whether the command may end the process: in an embedded run, or in a script's client process,
     * which sets the property.
     */
    private static boolean isOwnProcess() {
        return Boolean.getBoolean("kindred.own-process")
                || StreamExecutionEnvironment.getExecutionEnvironment()
                        instanceof LocalStreamEnvironment;
    }

    static CommandLine commandLine() {
        return commandLine(new Kindred());
    }

    /**
     * The command line of an annotated command. An invalid configuration or request prints one line
     * and exits with code 2, a failed job or cluster prints one line and exits with code 1.
     */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command).setExecutionExceptionHandler(Kindred::explain);
    }

    /**
     * Prints one line for invalid input, failed jobs and clusters that do not answer; any other
     * exception is a defect and is rethrown.
     */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed)
            throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof InvalidConfigException
                || failure instanceof InvalidRequestException) {
            err.println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof JobFailedException || failure instanceof ClusterException) {
            err.println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    /** Reads the version from the jar. */
    public static final class Version implements CommandLine.IVersionProvider {

        /** Called by picocli. */
        public Version() {}

        @Override
        public String[] getVersion() {
            String version = Kindred.class.getPackage().getImplementationVersion();
            return new String[] {"Kindred " + (version == null ? "(not packaged)" : version)};
        }
    }
}
