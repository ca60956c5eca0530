package io.kindred.cli;

import io.kindred.flink.topology.ContinuedFiles;
import io.kindred.offline.InvalidRequestException;
import io.kindred.testkit.MadeSavepoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void theSavepointOfAnEarlierRunIsNotTakenForThatOfTheNext() throws IOException {
        try (RunFolder folder = RunFolder.open(path, "job")) {
            folder.begin(ContinuedFiles.NONE);
            folder.end(savepoint("savepoint-1"), ContinuedFiles.NONE);
            folder.begin(ContinuedFiles.NONE);
            savepoint("savepoint-2");
            // Nothing can be moved there.
            Files.createFile(path.resolve("removed"));

            assertThatThrownBy(() -> folder.endAndGoOn("savepoint-2", ContinuedFiles.NONE))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith(
                            "--state: cannot remove " + path.resolve("savepoint-1"));
        }
        Files.delete(path.resolve("removed"));
        try (RunFolder folder = RunFolder.open(path, "job")) {
            assertThat(folder.unnoted()).contains(path.resolve("savepoint-2"));
            folder.endAndGoOn("savepoint-2", ContinuedFiles.NONE);
        }
        try (RunFolder folder = RunFolder.open(path, "job")) {
            assertThat(folder.unnoted()).isEmpty();
            assertThat(folder.savepoint()).contains(path.resolve("savepoint-2"));
            assertThat(path.resolve("savepoint-1")).doesNotExist();
        }
    }

    private String savepoint(String name) throws IOException {
        return new MadeSavepoint(path.resolve(name)).operator("a", "a").write().toString();
    }

    @Test
    void aDamagedCheckpointStopsTheRunInsteadOfAnOlderOne() throws IOException {
        try (RunFolder folder = RunFolder.open(path, "job")) {
            folder.begin(ContinuedFiles.NONE);
            Path old = Files.createDirectories(folder.checkpoints().resolve("a/chk-1"));
            Files.write(old.resolve("_metadata"), new byte[] {1});
            Files.setLastModifiedTime(old.resolve("_metadata"), FileTime.fromMillis(1));
            Path damaged = Files.createDirectories(folder.checkpoints().resolve("a/chk-2"));
            Files.write(damaged.resolve("_metadata"), new byte[] {1, 2, 3});

            assertThatThrownBy(folder::checkpoint)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("--state: the interrupted run cannot go on: ")
                    .hasMessageContaining(damaged.toString())
                    .hasMessageEndingWith(
                            "; put it back, or begin anew with an empty folder and --overwrite");
        }
    }

    @Test
    void aCheckpointThatWasNotCompletedIsPassedOver() throws IOException {
        try (RunFolder folder = RunFolder.open(path, "job")) {
            folder.begin(ContinuedFiles.NONE);
            Files.createDirectories(folder.checkpoints().resolve("a/chk-1"));
            Files.createDirectories(path.resolve("savepoint-1"));

            assertThat(folder.checkpoint()).isEmpty();
            assertThat(folder.unnoted()).isEmpty();
        }
    }

    @Test
    void whatAProcessThatDiedWasRemovingIsRemovedByTheNext() throws IOException {
        Path half = Files.createDirectories(path.resolve("removed/shared"));
        try (RunFolder folder = RunFolder.open(path, "job")) {
            folder.begin(ContinuedFiles.NONE);
            folder.end("savepoint-1", ContinuedFiles.NONE);
        }
        assertThat(half).doesNotExist();
        try (Stream<Path> left = Files.list(path)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "runs.json");
        }
    }
}
