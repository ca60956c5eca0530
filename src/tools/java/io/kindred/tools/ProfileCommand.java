package io.kindred.tools;

import io.kindred.flink.config.JobConfigReader;
import io.kindred.tools.input.InvalidInputException;
import io.kindred.tools.input.PlainFiles;
import io.kindred.tools.input.RecordFiles;
import io.kindred.tools.profile.OntologyDraft;
import io.kindred.tools.profile.Profile;
import io.kindred.tools.profile.ProfileReport;
import io.kindred.tools.profile.ProfileSettings;
import io.kindred.tools.profile.Profiler;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at records before there are rules for them. */
@Command(
        name = "profile",
        description = {
            "Look at records before there are rules for them: how complete the attributes are, their"
                    + " distinct and commonest values, and how many records possible keys bring"
                    + " together. Writes a first ontology.",
            "Reads the files twice. Needs memory for the values that --distinct allows, however"
                    + " many records there are."
        },
        footer = {
            "",
            "Examples:",
            "  profile people.csv orders.jsonl --output ontology.yaml",
            "  profile --job job.yaml --json",
            "Exit code: 0 done, 2 wrong usage or input."
        })
public final class ProfileCommand extends AbstractTool {

    private static final int WRONG_INPUT = 2;
    private static final Set<String> TIMES = Set.of("valid_from", "valid_to");

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description =
                    "files, folders or globs: CSV with a header, JSON objects, or Kindred's record"
                            + " format; .gz is decompressed")
    private List<String> sources = List.of();

    @Option(
            names = "--job",
            paramLabel = "JOB.yaml",
            description = "read the files of this job's sources instead, with its mappings")
    private @Nullable Path job;

    @Option(
            names = "--entity-type",
            paramLabel = "TYPE",
            description =
                    "the entity type to look at, and of SOURCE the one that its records get; default:"
                            + " that of the first record, or 'record'")
    private @Nullable String entityType;

    @Option(
            names = "--uid",
            paramLabel = "COLUMN",
            description =
                    "the column of SOURCE that identifies a record; default: uid, id or the like,"
                            + " else the first")
    private @Nullable String uid;

    @Option(
            names = "--skip",
            split = ",",
            paramLabel = "ATTRIBUTE",
            description = "attributes to leave out, such as a column with the truth")
    private Set<String> skipped = Set.of();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "write a first ontology there; it must not exist")
    private @Nullable Path output;

    @Option(names = "--json", description = "print JSON instead of tables")
    private boolean json;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            defaultValue = "100",
            description = "values of a key that more records have are generic")
    private long maxRecords;

    @Option(
            names = "--hottest",
            paramLabel = "N",
            defaultValue = "3",
            description = "how many of the commonest values to show")
    private int hottest;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "60",
            description = "how many keys to try at most")
    private int keys;

    @Option(
            names = "--distinct",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "how many different values of each attribute and key are counted exactly; of"
                            + " more, a sample of this many is (32 bytes each)")
    private int distinct;

    /** Called by picocli. */
    public ProfileCommand() {}

    @Override
    public Integer call() {
        check(
                sources.isEmpty() == (job != null),
                sources.isEmpty() ? "no SOURCE is given" : "both SOURCE and --job are given",
                "one of SOURCE and --job");
        check(
                output == null || !Files.exists(output),
                "--output is " + output + ", which exists",
                "a new file");
        ProfileSettings settings =
                checked(
                        () ->
                                new ProfileSettings(
                                        distinct,
                                        keys,
                                        hottest,
                                        maxRecords,
                                        Optional.ofNullable(entityType),
                                        skipped()));
        try {
            Profile profile = new Profiler(settings).profile(records());
            ProfileReport report = new ProfileReport(profile);
            print(json ? report.json() : report.text());
            if (output != null) {
                Files.writeString(output, new OntologyDraft(profile).yaml());
                wrote(output);
            }
            return 0;
        } catch (IOException failure) {
            return failed(failure, WRONG_INPUT);
        }
    }

    /** Columns with times are no attributes; a job file says which they are. */
    private Set<String> skipped() {
        Set<String> all = new HashSet<>(skipped);
        if (job == null) {
            all.addAll(TIMES);
        }
        return all;
    }

    private RecordFiles records() throws IOException {
        if (job != null) {
            if (uid != null) {
                throw new InvalidInputException(
                        "--uid is for SOURCE; a job file names the column itself");
            }
            return RecordFiles.ofJob(JobConfigReader.read(job));
        }
        PlainFiles files =
                PlainFiles.of(
                        sources,
                        Optional.ofNullable(entityType).orElse("record"),
                        Optional.ofNullable(uid));
        if (!json) {
            files.uidColumns()
                    .forEach((file, column) -> err().println("uid of " + file + ": " + column));
        }
        return files.records();
    }
}
