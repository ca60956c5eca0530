package io.kindred.flink.topology;

import io.kindred.temporal.Timeline;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParquetFileWriterTest {

    @TempDir private java.nio.file.Path folder;

    /** Where the state could not be checked before it is restored. */
    @Test
    void doesNotGoOnWithAFileOfAnotherFormat() throws IOException {
        java.nio.file.Path file = folder.resolve("part");
        try (FSDataOutputStream out =
                new LocalFileSystem().create(new Path(file.toUri()), WriteMode.OVERWRITE)) {
            out.write("{}\n".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(
                            () ->
                                    ParquetFileWriter.factory("entities", Timeline.MILLIS)
                                            .create(out))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot write Parquet files of entities")
                    .hasMessageContaining("the format of a sink cannot change");
        }
        assertThat(Files.readString(file)).isEqualTo("{}\n");
    }
}
