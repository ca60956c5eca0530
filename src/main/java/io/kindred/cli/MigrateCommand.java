package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.topology.SavedState;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Migrates the records of a state to another ontology or another number of shards. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Migrate the records of a savepoint or retained checkpoint to another ontology or"
                    + " another number of shards.",
            "Resolves the records again with the job file, writes the job's outputs, and prints the"
                    + " path of a savepoint to start the job from. The job's sources are not read."
                    + " The old state is never changed. Runs in this process.",
            "Stop any job with the same name or transactional_id_prefix first: the migration would"
                    + " abort its transactions."
        },
        footer = {
            "",
            "Example: migrate --from savepoints/savepoint-1 --to savepoints job.yaml",
            "Exit code: 0 done, 1 failure, 2 wrong usage, state, job file or ontology."
        })
public final class MigrateCommand implements Callable<Integer> {

    // At least two letters: a single one is a Windows drive.
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    @Parameters(
            paramLabel = "JOB.yaml",
            description = "job file with the new ontology or number of shards")
    private Path jobFile = Path.of("");

    @Option(
            names = "--from",
            required = true,
            paramLabel = "STATE",
            description = "folder of the savepoint or retained checkpoint to migrate")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "folder in which to create the new savepoint")
    private String to = "";

    @Option(
            names = "--native",
            description = "write a native savepoint (faster) instead of a canonical one")
    private boolean isNative;

    @Option(
            names = "--overwrite",
            description = "remove the output of earlier runs from the output folders")
    private boolean overwrite;

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    @Option(names = "--quiet", description = "print neither progress nor counts")
    private boolean quiet;

    @Spec private @Nullable CommandSpec spec;

    /** Called by picocli. */
    public MigrateCommand() {}

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        Integer checkedParallelism = parallelism.checked(command);
        JobConfig job = JobConfigReader.read(jobFile);
        String state = isUri(from) ? from : absolute(from).toString();
        SavedState.openSettled(state);
        PrintWriter err = command.commandLine().getErr();
        MigrationRun.Done done =
                new MigrationRun(
                                job,
                                state,
                                checkedParallelism == null
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(checkedParallelism),
                                overwrite)
                        .run(
                                isUri(to) ? to : absolute(to).toUri().toString(),
                                isNative
                                        ? SavepointFormatType.NATIVE
                                        : SavepointFormatType.CANONICAL,
                                quiet ? Progress.NONE : new Progress.Lines(err));
        if (!quiet) {
            done.summary().print(err);
        }
        PrintWriter out = command.commandLine().getOut();
        out.println(done.savepoint());
        out.flush();
        return 0;
    }

    static boolean isUri(String path) {
        return URI.matcher(path).matches();
    }

    static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
