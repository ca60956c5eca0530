package io.kindred.cli;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.topology.ContinuedFiles;
import io.kindred.flink.topology.OutputFolders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs a job for the files that earlier runs have not read. A run that was interrupted is first
 * brought to its end, from its last checkpoint, so that no row is written twice.
 */
final class ContinuedRuns {

    private final JobConfig job;
    private final RunFolder folder;
    private final OptionalInt parallelism;
    private final Progress progress;
    private final Consumer<String> warnings;
    private final Consumer<String> notes;
    private final boolean overwrite;

    /**
     * Runs of a job.
     *
     * @param overwrite whether the first run may remove the outputs of others
     * @param notes told in sentences what is done
     */
    ContinuedRuns(
            JobConfig job,
            RunFolder folder,
            OptionalInt parallelism,
            boolean overwrite,
            Progress progress,
            Consumer<String> warnings,
            Consumer<String> notes) {
        this.job = job;
        this.folder = folder;
        this.parallelism = parallelism;
        this.overwrite = overwrite;
        this.progress = progress;
        this.warnings = warnings;
        this.notes = notes;
    }

    /** The summary of the last run; empty if there was nothing to read. */
    Optional<RunSummary> run() throws IOException, InterruptedException, JobFailedException {
        Optional<RunSummary> last = Optional.empty();
        ContinuedFiles all = ContinuedFiles.of(job, folder.runs().read());
        // Whether the last rows of the run before may not be visible yet.
        boolean hasRows = false;
        if (folder.runs().isRunning()) {
            ContinuedFiles reading = folder.runs().reading();
            Optional<Path> savepoint = folder.unnoted();
            // Those of a run that has its savepoint may be half removed.
            Optional<Path> checkpoint =
                    savepoint.isPresent() ? Optional.empty() : folder.checkpoint();
            if (savepoint.isPresent()) {
                notes.accept("an earlier run was interrupted at its end");
                folder.endAndGoOn(
                        savepoint.get().toString(),
                        folder.runs().read().with(job, reading, snapshots(reading)));
            } else if (checkpoint.isPresent()) {
                notes.accept("an earlier run was interrupted; it goes on from " + checkpoint.get());
                last = Optional.of(read(reading, checkpoint));
            } else if (folder.savepoint().isEmpty()) {
                OutputFolders.removeInProgress(job);
            }
            hasRows = checkpoint.isEmpty() && folder.savepoint().isPresent();
        }
        ContinuedFiles before = folder.runs().read();
        ContinuedFiles fresh = all.toRead(job, before);
        int skipped = all.size() - fresh.size();
        notes.accept(files(fresh.size(), "to read") + ", " + files(skipped, "read before"));
        if (fresh.isEmpty() && folder.savepoint().isEmpty()) {
            throw new InvalidConfigException(
                    job.file(), "sources", "there are no files to read yet");
        }
        if (!fresh.isEmpty() || hasRows) {
            last = Optional.of(read(fresh, folder.savepoint()));
        }
        return last;
    }

    /**
     * Whether they were refused is not known; reading those again that were not changes nothing.
     */
    private Set<String> snapshots(ContinuedFiles files) {
        return files.bySource().keySet().stream()
                .filter(source -> job.snapshot(source).isPresent())
                .collect(Collectors.toSet());
    }

    private RunSummary read(ContinuedFiles files, Optional<Path> from)
            throws IOException, InterruptedException, JobFailedException {
        return new ContinuedRun(
                        folder, job, files, from, parallelism, overwrite, progress, warnings)
                .run();
    }

    private static String files(int number, String what) {
        return number + (number == 1 ? " file " : " files ") + what;
    }
}
