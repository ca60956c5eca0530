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

/** Carries the records of a state over to another ontology or another number of shards. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Resolves the records of a savepoint or retained checkpoint anew, as the job file says,"
                    + " and ends in a savepoint from which its job starts: under another ontology,"
                    + " or with another number of shards.",
            "The job's sources are not read, its outputs are written. Runs in this process; prints"
                    + " where the savepoint is. The state is never changed.",
            "A job of the same name, or with the same transactional_id_prefix, must not run"
                    + " meanwhile: its transactions would be aborted."
        },
        footer = {
            "",
            "Example: migrate --from savepoints/savepoint-1 --to savepoints job.yaml",
            "Exit code: 0 done, 1 it failed, 2 wrong usage, state, job file or ontology."
        })
public final class MigrateCommand implements Callable<Integer> {

    // One letter would be a Windows drive.
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    @Parameters(
            paramLabel = "JOB.yaml",
            description = "the job file, with the new ontology or number of shards")
    private Path jobFile = Path.of("");

    @Option(
            names = "--from",
            required = true,
            paramLabel = "STATE",
            description = "folder of the savepoint or retained checkpoint that has the records")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "where the new savepoint's folder goes")
    private String to = "";

    @Option(
            names = "--native",
            description =
                    "in RocksDB's format, faster to write and to restore, in place of Flink's")
    private boolean isNative;

    @Option(
            names = "--overwrite",
            description = "remove what an earlier run left in the output folders")
    private boolean overwrite;

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    @Option(names = "--quiet", description = "no progress while it runs, and no counts")
    private boolean quiet;

    @Spec private @Nullable CommandSpec spec;

    /** For picocli. */
    public MigrateCommand() {}

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        Integer given = parallelism.checked(command);
        JobConfig job = JobConfigReader.read(jobFile);
        String state = isUri(from) ? from : absolute(from).toString();
        SavedState.openSettled(state);
        PrintWriter err = command.commandLine().getErr();
        MigrationRun.Done done =
                new MigrationRun(
                                job,
                                state,
                                given == null ? OptionalInt.empty() : OptionalInt.of(given),
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

    private static boolean isUri(String path) {
        return URI.matcher(path).matches();
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
