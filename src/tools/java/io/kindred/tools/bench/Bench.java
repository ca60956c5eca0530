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

/**
 * Runs the benchmark once for each record setting, prints each result, and writes all results to a
 * file.
 */
public final class Bench {

    private final Folders folders;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * The folders that a benchmark uses.
     *
     * @param data the parent folder of the records
     * @param work each run creates its own folder in this one; null for the system's temporary
     *     folder
     * @param keep whether to keep the runs' folders at the end
     * @param home the folder of the Kindred distribution
     */
    public record Folders(Path data, @Nullable Path work, boolean keep, Path home) {}

    /**
     * @param out receives the tables
     * @param err receives progress messages
     */
    public Bench(Folders folders, PrintWriter out, PrintWriter err) {
        this.folders = folders;
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
                folders.work() == null
                        ? Path.of(System.getProperty("java.io.tmpdir"))
                        : Files.createDirectories(folders.work()).toAbsolutePath();
        String prefix = "kindred-bench-" + records.records() + "-";
        if (folders.keep()) {
            Path folder = Files.createTempDirectory(parent, prefix);
            err.println("keeping " + folder);
            err.flush();
            return new BenchRun(records, settings, folders.data(), folder, err).run();
        }
        try (ScratchFolder folder = new ScratchFolder(parent, prefix)) {
            return new BenchRun(records, settings, folders.data(), folder.path(), err).run();
        }
    }

    /**
     * The commit of the Kindred folder according to {@code git describe}; empty outside a git
     * repository.
     */
    private Optional<String> commit() throws InterruptedException {
        try {
            Process git =
                    new ProcessBuilder(
                                    "git",
                                    "-C",
                                    folders.home().toString(),
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
