package io.kindred.tools;

import io.kindred.tools.generate.FileLayout;
import io.kindred.tools.generate.FileLayout.Format;
import io.kindred.tools.generate.Generator;
import io.kindred.tools.generate.GeneratorSettings;
import io.kindred.tools.generate.MessyGenerator;
import io.kindred.tools.generate.Noise;
import io.kindred.tools.generate.Population;
import io.kindred.tools.generate.Summary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Generates synthetic records about people, a truth file, and a job that resolves them. */
@Command(
        name = "generate",
        description = {
            "Generate synthetic records about people in DIR: one file per source, truth.csv, and the"
                    + " job.yaml and ontology.yaml that resolve them.",
            "The same options and seed give the same bytes. Memory use does not depend on the number"
                    + " of people."
        },
        footer = {
            "",
            "Example: generate --people 100000 --errors 0.05 --moves 2 --out people",
            "Example: generate --messy --out messy",
            "Exit code: 0 written, 1 failed, 2 wrong usage."
        })
public final class GenerateCommand extends AbstractTool {

    private static final long MESSY_PEOPLE = 4300;

    /** The options that {@code --messy} goes with. */
    private static final Set<String> WITH_MESSY =
            Set.of("--messy", "--people", "--seed", "--out", "--force");

    @Option(
            names = "--messy",
            description = {
                "write two CSV files as untidy as those of real systems instead, customers.csv and"
                        + " orders.csv, with the job of the README: placeholders, typos, many ways"
                        + " to write phone numbers, e-mail addresses and dates, families that share"
                        + " them, duplicates. Goes with --people (default 4300, about 10,000"
                        + " records; at most 10500), --seed, --out and --force only"
            })
    private boolean messy;

    @Option(
            names = "--people",
            showDefaultValue = Visibility.NEVER,
            paramLabel = "N",
            description = "number of people, 1 to 100000000; required without --messy")
    private @Nullable Long people;

    @Option(
            names = "--sources",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "number of source systems, 1 to 10: crm, billing, web, hr, support, shop,"
                            + " loyalty, claims, partner, mobile")
    private int sources;

    @Option(
            names = "--overlap",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description =
                    "share of people in a second source; of these, the same share is in a third, and so on")
    private double overlap;

    @Option(
            names = "--duplicates",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "share of records that have a duplicate in the same source")
    private double duplicates;

    @Option(
            names = "--errors",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description =
                    "share of values with an error: mistyped, missing, or first and last name swapped;"
                            + " an ssn can only be missing")
    private double errors;

    @Option(
            names = "--moves",
            paramLabel = "MEAN",
            defaultValue = "0.3",
            description = "mean number of address changes per person, 0 to 20")
    private double moves;

    @Option(
            names = "--name-changes",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "share of people who change their surname once")
    private double nameChanges;

    @Option(
            names = "--identifier-conflicts",
            paramLabel = "SHARE",
            defaultValue = "0.001",
            description = "share of records that have another person's ssn")
    private double identifierConflicts;

    @Option(
            names = "--placeholders",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "share of records with a placeholder value: noreply@example.org, 000-000-0000"
                            + " or 1900-01-01")
    private double placeholders;

    @Option(
            names = "--updates",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of records that get a second version")
    private double updates;

    @Option(
            names = "--deletes",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of records that are deleted at the end; truth.csv omits them")
    private double deletes;

    @Mixin private SeedOption seed = new SeedOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "record",
            description =
                    "record: JSON lines with all surnames and addresses over time; csv: the surname"
                            + " and address at one time, with columns for their validity")
    private Format format = Format.RECORD;

    @Option(names = "--gzip", description = "compress the record files")
    private boolean gzip;

    @Option(
            names = "--shuffle",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "write people in a different order to each file; with --no-shuffle in the same order")
    private boolean shuffle;

    @Option(
            names = "--out",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "DIR",
            description = "output folder; must be empty or missing")
    private Path out = Path.of("");

    @Option(
            names = "--force",
            description =
                    "accept a folder that is not empty, and overwrite files of the same names")
    private boolean force;

    /** Called by picocli. */
    public GenerateCommand() {}

    @Override
    public Integer call() {
        Writer writer = messy ? messyWriter() : writer();
        try {
            checkFolder();
            long begin = System.nanoTime();
            Summary summary = writer.write(out);
            print(summary, (System.nanoTime() - begin) / 1e9);
            return 0;
        } catch (IOException | UncheckedIOException failure) {
            return failed(
                    new IOException("cannot write " + out + ": " + failure.getMessage(), failure),
                    1);
        }
    }

    /** Writes all files into a folder. */
    private interface Writer {

        Summary write(Path folder) throws IOException;
    }

    private Writer messyWriter() {
        for (OptionSpec given : spec().commandLine().getParseResult().matchedOptions()) {
            if (!WITH_MESSY.contains(given.longestName())) {
                throw invalidUsage(
                        "--messy does not go with "
                                + given.longestName()
                                + "; expected --people, --seed, --out or --force");
            }
        }
        long number = people == null ? MESSY_PEOPLE : people;
        return checked(() -> new MessyGenerator(number, seed.value()))::write;
    }

    private Writer writer() {
        if (people == null) {
            throw invalidUsage("--people N is missing; expected it or --messy");
        }
        long number = people;
        return new Generator(checked(() -> settings(number)))::write;
    }

    private GeneratorSettings settings(long number) {
        return new GeneratorSettings(
                new Population(number, sources, overlap, moves, nameChanges),
                new Noise(duplicates, errors, identifierConflicts, placeholders, updates, deletes),
                new FileLayout(format, gzip, shuffle),
                seed.value());
    }

    private void checkFolder() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        check(Files.isDirectory(out), "--out " + out + " is a file", "a folder");
        try (Stream<Path> files = Files.list(out)) {
            if (!force && files.findAny().isPresent()) {
                throw invalidUsage(
                        "--out " + out + " is not empty; name another folder or add --force");
            }
        }
    }

    private void print(Summary summary, double seconds) {
        out().printf(
                        Locale.ROOT,
                        "Wrote %,d records (%,d identities) about %,d people to %d files in %.1f s"
                                + " (%,.0f records/s)%n",
                        summary.records(),
                        summary.identities(),
                        summary.people(),
                        summary.files(),
                        seconds,
                        summary.records() / seconds);
        out().println("Resolve them: jobs/resolve.sh " + out.resolve("job.yaml"));
        out().flush();
    }
}
