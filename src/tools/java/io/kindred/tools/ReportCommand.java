package io.kindred.tools;

import io.kindred.cli.ScratchFolder;
import io.kindred.tools.follow.LoadedStore;
import io.kindred.tools.follow.UnreadableOutputsException;
import io.kindred.tools.quality.Examination;
import io.kindred.tools.quality.QualityPage;
import io.kindred.tools.quality.QualityReport;
import io.kindred.tools.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report about the quality of a job's data and result. */
@Command(
        name = "report",
        description = {
            "Write one HTML page about the data and the result of a job: completeness over time, the"
                    + " commonest key values, sizes of entities, what each key merges, conflicts, and"
                    + " which entities may be several or one.",
            "Reads the outputs of the job, as the server does, into a temporary folder of about the"
                    + " same size. The page needs no network. It has values of your records."
        },
        footer = {
            "",
            "Example: report job.yaml --out report.html --json report.json",
            "Exit code: 0 written, 1 the outputs cannot be read, 2 wrong usage or job file."
        })
public final class ReportCommand extends AbstractTool {

    private static final int FAILED = 1;
    private static final int WRONG_INPUT = 2;

    @Parameters(
            paramLabel = "JOB.yaml|STATE",
            showDefaultValue = Visibility.NEVER,
            description =
                    "the job file, whose outputs are read; or the folder of a savepoint or retained"
                            + " checkpoint")
    private Path job = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE.html",
            defaultValue = "report.html",
            description = "write the page there")
    private Path page = Path.of("");

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "also write the numbers there, as one JSON object")
    private @Nullable Path json;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "how many merged entities, and how many records, of each type are looked at to"
                            + " find what keys merge and what is suspicious")
    private int sample;

    @Option(
            names = "--scratch",
            paramLabel = "FOLDER",
            description = "where the temporary folder is made; default: that of the system")
    private @Nullable Path scratch;

    /** Called by picocli. */
    public ReportCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        check(sample >= 1, "--sample is " + sample, "1 or more");
        checkFolderOf("--out", page);
        if (json != null) {
            checkFolderOf("--json", json);
        }
        Path parent = scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
        check(Files.isDirectory(parent), "--scratch is " + parent, "a folder that is there");
        try {
            try (ScratchFolder folder = new ScratchFolder(parent, "kindred-report-");
                    LoadedStore loaded = LoadedStore.of(job, folder.path())) {
                write(Examination.of(loaded.store(), loaded.name(), sample));
            }
            return 0;
        } catch (UnreadableOutputsException wrong) {
            return failed(wrong, WRONG_INPUT);
        } catch (IOException | StoreException failure) {
            return failed(failure, FAILED);
        }
    }

    private void checkFolderOf(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        check(
                folder != null && Files.isDirectory(folder) && !Files.isDirectory(file),
                option + " is " + file,
                "a file in a folder that is there");
    }

    private void write(QualityReport report) throws IOException {
        QualityPage made = QualityPage.load();
        Files.writeString(page, made.html(report));
        wrote(page);
        if (json != null) {
            Files.writeString(json, made.json(report));
            wrote(json);
        }
    }
}
