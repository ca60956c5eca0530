package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What happens when a file changes between its listing, a savepoint and the next reading of it. */
class ChangedFilesTest {

    private static final int LINES = 3000;
    private static final List<String> OLD = lines("old", LINES);

    @TempDir private Path folder;

    private TextEncoding encoding = TextEncoding.UTF_8;

    @Test
    void goesOnInAFileThatIsAsItWas() throws Exception {
        write("a.jsonl", OLD);

        assertThat(readOn("a.jsonl", save(10))).isEqualTo(OLD.subList(10, LINES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz"})
    void failsOnAFileOfOtherContent(String name) throws Exception {
        for (int lines : new int[] {LINES - 1, LINES, LINES + 1}) {
            write(name, OLD);
            FileSourceRun.Saved saved = save(10);
            write(name, lines("new", lines));
            touch(name, 5);

            assertThatThrownBy(() -> readOn(name, saved))
                    .rootCause()
                    .hasMessageMatching(
                            "(?s)file:.*/\\Q"
                                    + name
                                    + "\\E has changed since it was read up to byte 60: it was"
                                    + " \\d+ bytes of 20\\S+Z \\(dev=.*\\) and is \\d+ bytes of"
                                    + " 20\\S+Z \\(dev=.*\\); put it back as it was, or take it out"
                                    + " of the source's path and read it by a source of another"
                                    + " name");
        }
    }

    /** Only the key tells them apart: the new file has the size and the time of the old one. */
    @Test
    void failsOnAnotherFileOfTheSameSizeAndTime() throws Exception {
        write("a.jsonl", OLD);
        FileSourceRun.Saved saved = save(10);
        FileTime time = Files.getLastModifiedTime(folder.resolve("a.jsonl"));
        Files.move(folder.resolve("a.jsonl"), folder.resolve(".old"));
        write("a.jsonl", lines("new", LINES));
        Files.setLastModifiedTime(folder.resolve("a.jsonl"), time);

        assertThatThrownBy(() -> readOn("a.jsonl", saved))
                .rootCause()
                .hasMessageContaining("a.jsonl has changed since it was read up to byte 60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz"})
    void goesOnInAFileThatHasGrown(String name) throws Exception {
        write(name, OLD);
        FileSourceRun.Saved saved = save(10);
        append(name, List.of("more"));
        FileSourceRun.Saved again = save(saved, 5);
        append(name, List.of("still more"));

        assertThat(readOn(name, again))
                .startsWith(OLD.get(15))
                .endsWith(OLD.get(LINES - 1), "more", "still more")
                .hasSize(LINES - 15 + 2);
    }

    @Test
    void goesOnInACopy() throws Exception {
        write("a.jsonl", OLD);
        FileSourceRun.Saved saved = save(10);
        Files.copy(folder.resolve("a.jsonl"), folder.resolve(".copy"));
        Files.delete(folder.resolve("a.jsonl"));
        Files.move(folder.resolve(".copy"), folder.resolve("a.jsonl"));
        touch("a.jsonl", 5);

        assertThat(readOn("a.jsonl", saved)).isEqualTo(OLD.subList(10, LINES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "IBM1047"})
    void knowsLineEndsOfOtherEncodings(String charset) throws Exception {
        Path file = folder.resolve("a.jsonl");
        encoding = TextEncoding.of(charset);
        Files.write(file, "one\ntwo\n".getBytes(charset));
        FileSourceRun.Saved saved = save(2);
        Files.write(file, "three".getBytes(charset), StandardOpenOption.APPEND);
        FileSourceRun.Saved again = save(saved, 1);
        Files.write(file, "\nfour".getBytes(charset), StandardOpenOption.APPEND);

        assertThat(readOn("a.jsonl", saved)).containsExactly("three", "four");
        assertThatThrownBy(() -> readOn("a.jsonl", again))
                .rootCause()
                .hasMessageContaining("its last line had no line end when it was read");
    }

    @Test
    void failsWhenTheLastLineWasContinuedAfterItWasRead() throws Exception {
        Files.writeString(folder.resolve("a.jsonl"), "one\ntw");
        FileSourceRun.Saved saved = save(2);
        append("a.jsonl", List.of("o", "three"));

        assertThatThrownBy(() -> readOn("a.jsonl", saved))
                .rootCause()
                .hasMessageContaining(
                        "a.jsonl has changed: its last line had no line end when it was read, and"
                                + " has been continued");
    }

    @Test
    void failsOnAFileThatIsGone() throws Exception {
        write("a.jsonl", OLD);
        FileSourceRun.Saved saved = save(10);
        Files.delete(folder.resolve("a.jsonl"));

        assertThatThrownBy(
                        () -> {
                            try (FileSourceRun run =
                                    FileSourceRun.restore(
                                            source(List.of()), 1, saved, new Random(1))) {
                                run.readAll();
                            }
                        })
                .hasStackTraceContaining(
                        "cannot read file:%s: it is not there any more; put it back, or take it out"
                                + " of the source's path",
                        folder.resolve("a.jsonl"));
    }

    /** The files behind the first are checked at once, not when their turn comes. */
    @ParameterizedTest
    @ValueSource(strings = {"shorter", "other time", "longer, another file"})
    void failsOnAChangedFileThatHasNotBeenBegun(String change) throws Exception {
        write("a.jsonl", OLD);
        write("b.jsonl", OLD);
        for (int lines : new int[] {0, 10}) {
            FileSourceRun.Saved saved = save(lines);
            switch (change) {
                case "shorter" -> write("b.jsonl", OLD.subList(0, 3));
                case "other time" -> touch("b.jsonl", 5);
                default -> {
                    Files.move(folder.resolve("b.jsonl"), folder.resolve(".b" + lines));
                    write("b.jsonl", lines("longer", LINES));
                }
            }

            assertThatThrownBy(() -> readOn("b.jsonl", saved))
                    .hasStackTraceContaining(
                            "file:%s has changed since it was listed: it was ",
                            folder.resolve("b.jsonl"));
            write("b.jsonl", OLD);
        }
    }

    @Test
    void readsAllOfAFileThatHasGrownSinceItWasListed() throws Exception {
        write("a.jsonl", OLD);
        FileSourceRun.Saved saved = save(0);
        append("a.jsonl", List.of("more"));

        assertThat(readOn("a.jsonl", saved)).hasSize(LINES + 1).endsWith("more");
    }

    @Test
    void failsOnAFileThatIsWrittenAnewWhileItIsRead() throws Exception {
        // More than is read ahead.
        write("a.jsonl", lines("old", 10 * LINES));
        LineFileSource source = source(InputPaths.expand(folder.toString()));
        try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
            run.read(10);
            write("a.jsonl", lines("new", 20 * LINES));
            touch("a.jsonl", 5);

            assertThatThrownBy(run::readAll)
                    .rootCause()
                    .hasMessageContaining("a.jsonl has changed since it was read up to byte ");
        }
    }

    @Test
    void readsAFileToItsEndThatIsReplacedOrGrowsMeanwhile() throws Exception {
        write("a.jsonl", OLD);
        write("b.jsonl", OLD);
        LineFileSource source = source(InputPaths.expand(folder.toString()));
        try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
            run.read(10);
            Files.move(folder.resolve("a.jsonl"), folder.resolve(".a"));
            write("a.jsonl", lines("new", LINES));
            append("b.jsonl", List.of("more"));

            assertThat(run.readAll())
                    .hasSize(2 * LINES + 1)
                    .startsWith(OLD.get(0))
                    .contains("more");
        }
    }

    private FileSourceRun.Saved save(int lines) throws Exception {
        LineFileSource source = source(InputPaths.expand(folder.toString()));
        try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
            run.read(lines);
            return run.save();
        }
    }

    private FileSourceRun.Saved save(FileSourceRun.Saved saved, int lines) throws Exception {
        LineFileSource source = source(InputPaths.expand(folder.toString()));
        try (FileSourceRun run = FileSourceRun.restore(source, 1, saved, new Random(1))) {
            run.read(lines);
            return run.save();
        }
    }

    private List<String> readOn(String name, FileSourceRun.Saved saved) throws Exception {
        LineFileSource source = source(InputPaths.expand(folder.resolve(name).toString()));
        try (FileSourceRun run = FileSourceRun.restore(source, 1, saved, new Random(1))) {
            return List.copyOf(run.readAll());
        }
    }

    private LineFileSource source(List<InputFile> files) {
        return new LineFileSource(
                LineFileFormat.lines(1000, encoding),
                List.of(folder.toString()),
                files,
                FileOrder.STRICT,
                Duration.ZERO,
                false);
    }

    private static List<String> lines(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26))
                .toList();
    }

    /** Writes into the same file, as {@code cp} does. */
    private void write(String name, List<String> lines) throws IOException {
        Files.write(folder.resolve(name), content(name, lines));
    }

    private void append(String name, List<String> lines) throws IOException {
        Files.write(folder.resolve(name), content(name, lines), StandardOpenOption.APPEND);
        touch(name, 5);
    }

    /** The clock of a file system may be too coarse for a test. */
    private void touch(String name, int seconds) throws IOException {
        Path file = folder.resolve(name);
        Files.setLastModifiedTime(
                file,
                FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + seconds * 1000L));
    }

    private static byte[] content(String name, List<String> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
