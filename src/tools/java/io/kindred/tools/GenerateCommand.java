package io.kindred.tools;

import io.kindred.tools.generate.FileLayout;
import io.kindred.tools.generate.FileLayout.Format;
import io.kindred.tools.generate.Generator;
import io.kindred.tools.generate.GeneratorSettings;
import io.kindred.tools.generate.Noise;
import io.kindred.tools.generate.Population;
import io.kindred.tools.generate.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Generates synthetic records about people, a truth file, and a job that resolves them. */
@Command(
        name = "generate",
        description = {
            "Generate synthetic records about people in DIR: one file per source, truth.csv, and a"
                    + " matching job.yaml and ontology.yaml.",
            "The same options and seed give the same bytes. Memory does not grow with the number"
                    + " of people."
        },
        footer = {
            "",
            "Example: generate --people 100000 --errors 0.05 --moves 2 --out people",
            "Exit code: 0 written, 1 failed, 2 wrong usage."
        })
public final class GenerateCommand extends AbstractTool {

    @Option(
            names = "--people",
            required = true,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "N",
            description = "number of people, 1 to 100000000")
    private long people;

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
                    "share of people in a second source; the same share of those in a third, and so on")
    private double overlap;

    @Option(
            names = "--duplicates",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "share of records with a duplicate in the same source")
    private double duplicates;

    @Option(
            names = "--errors",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description =
                    "share of values mistyped, missing, or (names) swapped; an ssn is only ever"
                            + " missing")
    private double errors;

    @Option(
            names = "--moves",
            paramLabel = "MEAN",
            defaultValue = "0.3",
            description = "mean changes of address per person, 0 to 20")
    private double moves;

    @Option(
            names = "--name-changes",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "share of people whose surname changes once")
    private double nameChanges;

    @Option(
            names = "--identifier-conflicts",
            paramLabel = "SHARE",
            defaultValue = "0.001",
            description = "share of records with another person's ssn")
    private double identifierConflicts;

    @Option(
            names = "--placeholders",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "share of records with noreply@example.org, 000-000-0000 or 1900-01-01 for a"
                            + " value")
    private double placeholders;

    @Option(
            names = "--updates",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of records that get a later version")
    private double updates;

    @Option(
            names = "--deletes",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of records that are deleted at the end; they are not in truth.csv")
    private double deletes;

    @Mixin private SeedOption seed = new SeedOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "record",
            description =
                    "record (JSON lines with every interval) or csv (surname and address of one"
                            + " moment, with columns for their interval)")
    private Format format = Format.RECORD;

    @Option(names = "--gzip", description = "compress the record files")
    private boolean gzip;

    @Option(
            names = "--shuffle",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "order people differently in every file (--no-shuffle: by number)")
    private boolean shuffle;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "output folder; must be empty or missing")
    private Path out = Path.of("");

    @Option(
            names = "--force",
            description = "allow a non-empty folder and overwrite files of the same names")
    private boolean force;

    /** Called by picocli. */
    public GenerateCommand() {}

    @Override
    public Integer call() {
        GeneratorSettings settings = checked(this::settings);
        try {
            checkFolder();
            long begin = System.nanoTime();
            Summary summary = new Generator(settings).write(out);
            print(summary, (System.nanoTime() - begin) / 1e9);
            return 0;
        } catch (IOException | UncheckedIOException failure) {
            return failed(
                    new IOException("cannot write " + out + ": " + failure.getMessage(), failure),
                    1);
        }
    }

    private GeneratorSettings settings() {
        return new GeneratorSettings(
                new Population(people, sources, overlap, moves, nameChanges),
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
                throw wrong("--out " + out + " is not empty; name another folder or add --force");
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
