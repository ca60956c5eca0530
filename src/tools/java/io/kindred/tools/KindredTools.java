package io.kindred.tools;

import io.kindred.cli.Kindred;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of the tools: the data generator, the benchmarks, the evaluation and the import
 * of models.
 */
@Command(
        name = "kindred-tools",
        mixinStandardHelpOptions = true,
        versionProvider = Kindred.Version.class,
        description =
                "Generate data for Kindred, benchmark it, evaluate its results, and import models of"
                        + " other tools.",
        subcommands = {
            GenerateCommand.class,
            ProfileCommand.class,
            ReportCommand.class,
            SweepCommand.class,
            EvaluateCommand.class,
            BenchCommand.class,
            BenchKafkaCommand.class,
            BenchServeCommand.class,
            ImportSplinkCommand.class,
            ServeCommand.class,
            ExploreCommand.class,
            DiffCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class KindredTools {

    private KindredTools() {}

    /** Runs a subcommand and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return Kindred.commandLine(new KindredTools()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
