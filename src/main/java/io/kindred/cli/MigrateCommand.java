package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.topology.SavedState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalInt;

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
public final class MigrateCommand extends AbstractCommand {

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

    @Mixin private FormatOption format = new FormatOption();

    @Option(
            names = "--overwrite",
            description = "remove the output of earlier runs from the output folders")
    private boolean overwrite;

    @Mixin private ParallelismOption parallelism = new ParallelismOption();

    @Mixin private ProgressOption progress = new ProgressOption();

    @Option(names = "--quiet", description = "print neither progress nor counts")
    private boolean quiet;

    /** Called by picocli. */
    public MigrateCommand() {}

    @Override
    public Integer call() throws Exception {
        OptionalInt wantedParallelism = parallelism.checked(spec());
        JobConfig job = JobConfigReader.read(jobFile);
        String state = SavepointRun.path(from);
        SavedState.openSettled(state);
        PrintWriter err = err();
        MigrationRun.Done done =
                new MigrationRun(
                                job,
                                state,
                                wantedParallelism,
                                overwrite,
                                quiet ? Progress.NONE : progress.on(err))
                        .run(SavepointRun.uri(to), format.value());
        if (!quiet) {
            done.summary().print(err);
        }
        print(done.savepoint() + System.lineSeparator());
        return 0;
    }
}
