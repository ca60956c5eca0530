package io.kindred.tools.bench;

import io.kindred.cli.JobFailedException;
import io.kindred.cli.ScratchFolder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs benchmarks one after the other, prints each result, and writes all of them to a file. */
public final class Bench {

    private final Place place;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * The folders of a benchmark.
     *
     * @param data the parent folder of the records
     * @param work the parent folder of the runs' folders; null for the system's temporary folder
     * @param keep whether to keep the folders of runs
     * @param home the folder of the Kindred distribution
     */
    public record Place(Path data, @Nullable Path work, boolean keep, Path home) {}

    /**
     * A measurement.
     *
     * @param out gets the tables
     * @param err receives progress messages
     */
    public Bench(Place place, PrintWriter out, PrintWriter err) {
        this.place = place;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the benchmark with each of the record settings.
     *
     * @param command the command line, for the report
     * @param json the file for the figures; null for none
     * @throws IOException if a folder or file cannot be used
     * @throws JobFailedException if a job fails
     */
    public void run(
            List<RecordSettings> all,
            RunSettings settings,
            String command,
            String version,
            @Nullable Path json)
            throws IOException, InterruptedException, JobFailedException {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<RunReport> runs = new ArrayList<>();
        ProcessFigures.Machine machine = ProcessFigures.machine();
        BenchReport head =
                new BenchReport(date, command, version, commit().orElse(null), machine, List.of());
        out.printf(
                "%s, %s, %s%n%s%n%s%n",
                date,
                version,
                commit().map(commit -> "commit " + commit).orElse("no commit known"),
                command,
                machine);
        for (RecordSettings records : all) {
            RunReport run = run(records, settings);
            new ReportText(run, out).print();
            runs.add(run);
            // Written after each run, so that a later failure does not lose results.
            if (json != null) {
                new BenchReport(date, command, version, head.commit(), machine, runs).writeTo(json);
            }
        }
    }

    private RunReport run(RecordSettings records, RunSettings settings)
            throws IOException, InterruptedException, JobFailedException {
        Path parent =
                place.work() == null
                        ? Path.of(System.getProperty("java.io.tmpdir"))
                        : Files.createDirectories(place.work()).toAbsolutePath();
        String prefix = "kindred-bench-" + records.records() + "-";
        if (place.keep()) {
            Path folder = Files.createTempDirectory(parent, prefix);
            err.println("keeping " + folder);
            err.flush();
            return new BenchRun(records, settings, place.data(), folder, err).run();
        }
        try (ScratchFolder folder = new ScratchFolder(parent, prefix)) {
            return new BenchRun(records, settings, place.data(), folder.path(), err).run();
        }
    }

    /** What git calls the state of the sources, if they are under git. */
    private Optional<String> commit() throws InterruptedException {
        try {
            Process git =
                    new ProcessBuilder(
                                    "git",
                                    "-C",
                                    place.home().toString(),
                                    "describe",
                                    "--always",
                                    "--dirty",
                                    "--abbrev=12")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
