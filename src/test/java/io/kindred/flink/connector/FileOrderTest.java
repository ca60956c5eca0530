package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.FileSourceSplitSerializer;
import org.apache.flink.connector.file.src.PendingSplitsCheckpoint;
import org.apache.flink.connector.file.src.PendingSplitsCheckpointSerializer;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Files are read in order, whatever happens in between. */
class FileOrderTest {

    /** More than a reader takes at a time. */
    private static final int LINES = 1100;

    @TempDir private Path folder;

    private final Random random = new Random(5);
    private final List<String> expected = new ArrayList<>();
    private List<String> paths;

    @BeforeEach
    void files() throws IOException {
        paths =
                List.of(
                        folder.resolve("z.jsonl").toString(),
                        folder.resolve("a").toString(),
                        folder.resolve("*.gz").toString());
        write("z.jsonl", LINES);
        write("a/1.jsonl", 3);
        write("a/10.jsonl", 0);
        write("a/2.jsonl", 2);
        write("c.jsonl.gz", LINES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void strictOrderIsThatOfTheListAndTheNames(int parallelism) throws Exception {
        try (FileSourceRun run = FileSourceRun.start(source(), parallelism, random)) {
            assertThat(run.readAll()).isEqualTo(expected);
            assertThat(run.active).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void strictOrderGoesOnAfterARestoreAtAnotherParallelism(int parallelism) throws Exception {
        for (int count : new int[] {0, 1, LINES - 1, LINES, LINES + 2, LINES + 3, LINES + 7}) {
            List<String> read = new ArrayList<>();
            FileSourceRun.Saved saved;
            try (FileSourceRun run = FileSourceRun.start(source(), parallelism, random)) {
                read.addAll(run.read(count));
                saved = run.save();
            }
            int later = 1 + random.nextInt(4);
            try (FileSourceRun run = FileSourceRun.restore(source(), later, saved, random)) {
                read.addAll(run.readAll());
                assertThat(run.active).hasSize(1);
            }
            assertThat(read).as("after %s lines", count).isEqualTo(expected);
        }
    }

    /** Flink would not restore a state with some readers at their end under a changed graph. */
    @Test
    void readersWithoutFilesEndWithTheLast() throws Exception {
        FileSourceRun.Saved saved;
        try (FileSourceRun run = FileSourceRun.start(source(), 3, random)) {
            run.read(LINES);
            assertThat(run.ended()).isZero();
            saved = run.save();
        }
        try (FileSourceRun run = FileSourceRun.restore(source(), 4, saved, random)) {
            run.read(2);
            assertThat(run.ended()).isZero();
            run.readAll();
            assertThat(run.ended()).isEqualTo(4);
            saved = run.save();
        }
        // Whatever has finished is not there any more to ask.
        try (FileSourceRun run = FileSourceRun.restore(source(), 1, saved, random)) {
            assertThat(run.readAll()).isEmpty();
        }
    }

    @Test
    void aReaderThatFailsBeforeACheckpointGivesAllItsFilesBack() throws Exception {
        try (FileSourceRun run = FileSourceRun.start(source(), 3, random)) {
            run.read(LINES + 4);
            run.lines.clear();
            run.fail(run.active.first());
            assertThat(run.readAll()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(FileOrder.class)
    void aChangedOrderLosesNothing(FileOrder before) throws Exception {
        FileOrder after = before == FileOrder.ANY ? FileOrder.STRICT : FileOrder.ANY;
        for (int count : new int[] {0, 5, LINES + 4}) {
            List<String> read = new ArrayList<>();
            FileSourceRun.Saved saved;
            try (FileSourceRun run = FileSourceRun.start(source(before), 3, random)) {
                read.addAll(run.read(count));
                saved = run.save();
            }
            try (FileSourceRun run = FileSourceRun.restore(source(after), 2, saved, random)) {
                read.addAll(run.readAll());
            }
            assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void filesInAnyOrderAreReadByAllReaders() throws Exception {
        try (FileSourceRun run = FileSourceRun.start(source(FileOrder.ANY), 3, random)) {
            assertThat(run.readAll()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(run.active).hasSizeGreaterThan(1);
        }
    }

    @Test
    void whatNoPathLeadsToAnyMoreIsNotRead() throws Exception {
        FileSourceRun.Saved saved;
        try (FileSourceRun run = FileSourceRun.start(source(), 2, random)) {
            run.read(LINES + 1);
            saved = run.save();
        }
        Files.delete(folder.resolve("a/2.jsonl"));
        paths = List.of(paths.get(0), paths.get(2));

        try (FileSourceRun run = FileSourceRun.restore(source(), 2, saved, random)) {
            assertThat(run.readAll()).isEqualTo(expected.subList(LINES + 5, expected.size()));
        }
    }

    /** Flink's own source, which was used before, left no checksums, and one file in part. */
    @Test
    void theStateOfFlinksSourceIsReadOnAndTheRestInOrder() throws Exception {
        List<FileSourceSplit> splits = new ArrayList<>();
        for (String name : List.of("c.jsonl.gz", "a/2.jsonl", "z.jsonl", "a/1.jsonl")) {
            Path file = folder.resolve(name);
            splits.add(
                    new FileSourceSplit(
                            "000000000" + splits.size(),
                            new org.apache.flink.core.fs.Path("file:" + file),
                            0,
                            Files.size(file),
                            // The files have been copied since.
                            1,
                            Files.size(file)));
        }
        FileSourceSplit begun =
                splits.get(3).updateWithCheckpointedPosition(new CheckpointedPosition(12, 1));
        FileSourceRun.Saved saved =
                new FileSourceRun.Saved(
                        1,
                        new PendingSplitsCheckpointSerializer<>(FileSourceSplitSerializer.INSTANCE)
                                .serialize(
                                        PendingSplitsCheckpoint.fromCollectionSnapshot(
                                                splits.subList(0, 3))),
                        List.of(FileSourceSplitSerializer.INSTANCE.serialize(begun)));

        FileSourceRun.Saved next;
        List<String> read = new ArrayList<>();
        try (FileSourceRun run = FileSourceRun.restore(source(), 2, saved, random)) {
            read.addAll(run.read(1));
            next = run.save();
        }
        try (FileSourceRun run = FileSourceRun.restore(source(), 2, next, random)) {
            read.addAll(run.readAll());
        }

        assertThat(read).contains("a/1.jsonl 1", "a/1.jsonl 2").doesNotContain("a/1.jsonl 0");
        read.removeIf(line -> line.startsWith("a/1"));
        expected.removeIf(line -> line.startsWith("a/1"));
        assertThat(read).isEqualTo(expected);
    }

    private LineFileSource source() throws IOException {
        return source(FileOrder.STRICT);
    }

    private LineFileSource source(FileOrder order) throws IOException {
        List<InputFile> files = new ArrayList<>();
        for (String path : paths) {
            files.addAll(InputPaths.expand(path));
        }
        return new LineFileSource(
                LineFileFormat.lines(1000, TextEncoding.UTF_8),
                paths,
                files,
                order,
                Duration.ZERO,
                false);
    }

    private void write(String name, int lines) throws IOException {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            content.append(name).append(' ').append(i).append('\n');
            expected.add(name + ' ' + i);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            out.write(content.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
