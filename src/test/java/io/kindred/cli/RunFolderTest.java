package io.kindred.cli;

import io.kindred.flink.topology.ContinuedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class RunFolderTest {

    @TempDir private Path path;

    @Test
    void whatIsLeftOfEarlierRunsIsNotTakenForTheStateOfTheNext() throws IOException {
        try (RunFolder folder = RunFolder.open(path, "job")) {
            folder.begin(ContinuedFiles.NONE);
            folder.end("savepoint-2", ContinuedFiles.NONE);
            Path old = Files.createDirectories(path.resolve("savepoint-1"));
            Path kept = Files.createDirectories(path.resolve("savepoint-2"));
            Path checkpoint = Files.createDirectories(folder.checkpoints().resolve("a/chk-7"));

            folder.begin(ContinuedFiles.NONE);

            assertThat(old).doesNotExist();
            assertThat(checkpoint).doesNotExist();
            assertThat(kept).exists();
        }
    }

    @Test
    void aRunWhoseRowsMayBeMissingStaysUnfinished() throws IOException {
        try (RunFolder folder = RunFolder.open(path, "job")) {
            folder.begin(ContinuedFiles.NONE);
            folder.endAndGoOn("savepoint-1", ContinuedFiles.NONE);
        }
        try (RunFolder folder = RunFolder.open(path, "job")) {
            assertThat(folder.runs().isRunning()).isTrue();
            assertThat(folder.savepoint()).contains(path.resolve("savepoint-1"));
        }
    }
}
