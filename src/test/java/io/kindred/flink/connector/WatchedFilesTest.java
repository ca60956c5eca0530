package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class WatchedFilesTest {

    private static final int STEPS = 25;

    @TempDir private Path folder;

    private final List<String> expected = new ArrayList<>();
    private int written;

    @BeforeEach
    void folderIsThere() throws IOException {
        Files.createDirectories(folder.resolve("in"));
    }

    @Test
    void readsWhatIsThereAndThenWhatComes() throws Exception {
        write(3);
        try (FileSourceRun run = FileSourceRun.start(source(FileOrder.STRICT), 2, new Random(1))) {
            assertThat(run.readAvailable()).isEqualTo(expected);
            write(2);
            run.look();
            assertThat(run.readAvailable()).hasSize(9);
            run.look();
            assertThat(run.readAvailable()).isEqualTo(expected);
            assertThat(run.ended()).isZero();
        }
    }

    @Test
    void beginsWithAnEmptyFolder() throws Exception {
        try (FileSourceRun run = FileSourceRun.start(source(FileOrder.ANY), 2, new Random(1))) {
            assertThat(run.readAvailable()).isEmpty();
            write(1);
            run.look();
            run.look();
            assertThat(run.readAvailable()).isEqualTo(expected);
        }
    }

    @Test
    void goesOnWhenTheFolderIsThereAgain() throws Exception {
        write(1);
        try (FileSourceRun run = FileSourceRun.start(source(FileOrder.ANY), 2, new Random(1))) {
            run.readAvailable();
            Files.move(folder.resolve("in"), folder.resolve("away"));
            run.look();
            run.look();
            run.look();
            Files.move(folder.resolve("away"), folder.resolve("in"));
            write(1);
            run.look();
            run.look();
            assertThat(run.readAvailable()).isEqualTo(expected);
        }
    }

    @Test
    void aFileThatIsRemovedBeforeItIsReadStopsNothing() throws Exception {
        write(2);
        LineFileSource source = source(FileOrder.STRICT);
        FileSourceRun.Saved saved;
        try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
            run.read(1);
            saved = run.save();
        }
        Files.delete(folder.resolve("in/00001.jsonl"));
        try (FileSourceRun run = FileSourceRun.restore(source, 1, saved, new Random(1))) {
            write(1);
            run.look();
            run.look();
            assertThat(run.readAvailable()).endsWith("c0", "a2", "b2", "c2").doesNotContain("a1");
        }
    }

    @Test
    void whatWaitsIsReadThoughTheFolderWasAwayForAMoment() throws Exception {
        write(3);
        LineFileSource source = source(FileOrder.STRICT, folder.resolve("in/*.jsonl").toString());
        try (FileSourceRun run = FileSourceRun.start(source, 1, new Random(1))) {
            run.read(1);
            Files.move(folder.resolve("in"), folder.resolve("away"));
            run.look();
            Files.move(folder.resolve("away"), folder.resolve("in"));
            run.look();
            run.look();
            assertThat(run.readAvailable()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileThatIsGoneOrChangedSinceItWasGivenIsPassedOverUntilItIsThere(boolean isRestored)
            throws Exception {
        write(4);
        LineFileSource source = source(FileOrder.ANY);
        FileSourceRun run = FileSourceRun.start(source, 2, new Random(1));
        run.give();
        run.checkpoint();
        FileSourceRun.Saved saved = run.save();
        Files.move(folder.resolve("in/00000.jsonl"), folder.resolve("away"));
        Files.write(folder.resolve("in/00001.jsonl"), List.of("a1", "changed", "c1"));
        if (isRestored) {
            run.close();
            run = FileSourceRun.restore(source, 1, saved, new Random(1));
        } else {
            run.failAll();
        }
        try (FileSourceRun restored = run) {
            assertThat(restored.readAvailable())
                    .containsExactlyInAnyOrder("a2", "b2", "c2", "a3", "b3", "c3");
            Files.move(folder.resolve("away"), folder.resolve("in/00000.jsonl"));
            restored.look();
            restored.look();
            expected.set(expected.indexOf("b1"), "changed");
            assertThat(restored.readAvailable()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** The file was put back as it was, so that it has the same name, size and time. */
    @Test
    void aFileThatWasPutBackAndGivenAgainIsReadOnceWhenAllReadersFail() throws Exception {
        write(1);
        Path file = folder.resolve("in/00000.jsonl");
        try (FileSourceRun run = FileSourceRun.start(source(FileOrder.ANY), 3, new Random(1))) {
            run.give();
            run.checkpoint();
            Files.move(file, folder.resolve("away"));
            run.failAll();
            Files.move(folder.resolve("away"), file);
            run.look();
            run.look();
            assertThat(run.readAvailable()).isEqualTo(expected);
            run.failAll();
            assertThat(run.readAvailable()).isEqualTo(expected);
        }
    }

    /** Files come, readers fail, and the job is restored at another parallelism. */
    @ParameterizedTest
    @EnumSource(FileOrder.class)
    void readsEachFileOnceWhateverHappens(FileOrder order) throws Exception {
        for (long seed : Seeds.take(20)) {
            Random random = new Random(seed);
            expected.clear();
            Path in = folder.resolve("in");
            try (var old = Files.list(in)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            write(random.nextInt(4));
            LineFileSource source = source(order);
            List<String> read = new ArrayList<>();
            FileSourceRun run = FileSourceRun.start(source, 1 + random.nextInt(3), random);
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> write(random.nextInt(3));
                    case 1 -> run.look();
                    case 2 -> {
                        for (int i = random.nextInt(8); i > 0; i--) {
                            run.step();
                        }
                    }
                    case 3 -> run.checkpoint();
                    case 4 -> run.failAll();
                    default -> {
                        FileSourceRun.Saved saved = run.save();
                        read.addAll(run.lines);
                        run.close();
                        int parallelism = 1 + random.nextInt(3);
                        run = FileSourceRun.restore(source, parallelism, saved, random);
                    }
                }
            }
            run.look();
            run.look();
            read.addAll(run.readAvailable());
            run.close();
            if (order == FileOrder.STRICT) {
                assertThat(read).as("seed %d", seed).isEqualTo(expected);
            } else {
                assertThat(read).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private LineFileSource source(FileOrder order) throws IOException {
        return source(order, folder.resolve("in").toString());
    }

    private static LineFileSource source(FileOrder order, String path) throws IOException {
        return new WatchedFileSource(
                LineFileFormat.lines(1000, TextEncoding.UTF_8),
                List.of(path),
                InputPaths.look(path),
                order,
                Duration.ofSeconds(1));
    }

    private void write(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            List<String> lines = List.of("a" + written, "b" + written, "c" + written);
            Files.write(folder.resolve("in/" + String.format("%05d.jsonl", written)), lines);
            expected.addAll(lines);
            written++;
        }
    }
}
