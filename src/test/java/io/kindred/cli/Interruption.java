package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.topology.ContinuedFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Leaves the folder of a job's state as a process does that is killed. */
final class Interruption {

    private static final String RUNS = "runs.json";

    private Interruption() {}

    /** A copy of what the folder notes. */
    static Path notes(Path state, Path copy) throws IOException {
        Files.createDirectories(copy);
        if (Files.exists(state.resolve(RUNS))) {
            Files.copy(state.resolve(RUNS), copy.resolve(RUNS));
        }
        return copy;
    }

    /**
     * The last run has its savepoint, but its end is not noted.
     *
     * @param before what the folder noted before that run
     */
    static void atEnd(Path state, Path before, JobConfig job) throws IOException {
        beforeFirstCheckpoint(before, job);
        Files.copy(before.resolve(RUNS), state.resolve(RUNS), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A run for all files that are new has just begun. */
    static void beforeFirstCheckpoint(Path state, JobConfig job) throws IOException {
        try (RunFolder folder = RunFolder.open(state, job.name())) {
            ContinuedFiles read = folder.runs().read();
            folder.begin(ContinuedFiles.of(job, read).toRead(job, read));
        }
    }
}
