package io.kindred.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ScratchFolderTest {

    @TempDir private Path parent;

    @Test
    void goesWithAllThatIsInItWhenItIsClosed() throws IOException {
        try (ScratchFolder folder = new ScratchFolder(parent, "scratch-")) {
            Files.writeString(folder.path().resolve("file"), "text");
            assertThat(parent).isNotEmptyDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }
}
