package io.kindred.tools.follow;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.Seeds;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.RowException;
import io.kindred.tools.store.StoreView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files of one output, read into a store that may be closed at any time. */
class FileFeedTest {

    private static final String RUN = "part-b4b9c6cd-";
    private static final String NEXT_RUN = "part-10bb12ea-";

    @TempDir private Path folder;
    private ServedJob job;
    private Path stored;
    private Path out;
    private OutputStore store;
    private FileFeed feed;
    private boolean isFinal;
    private int files;

    @BeforeEach
    void open() throws IOException {
        begin("job");
    }

    private void begin(String name) throws IOException {
        job = new ServedJob(folder.resolve(name), "changelog");
        stored = folder.resolve(name + "-store");
        out = job.out(Output.ENTITIES);
        reopen();
    }

    private void reopen() {
        store =
                OutputStore.open(
                        stored,
                        job.config().ontologyDocument(),
                        Timeline.INTEGER,
                        EnumSet.of(Output.ENTITIES),
                        8 << 20);
        feed = new FileFeed(Output.ENTITIES, out, store, isFinal);
    }

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    private static String id(int number) {
        return String.format("person-%032x", number);
    }

    private static String row(int number, int revision, String status) {
        return String.format(
                "{\"entity_id\":\"%s\",\"entity_type\":\"person\",\"status\":\"%s\",\"revision\":%d,\"records\":[],\"golden\":[]}",
                id(number), status, revision);
    }

    private static String row(int number, int revision) {
        return row(number, revision, "active");
    }

    /** Finishes a file with a text, later than those before it. */
    private Path finish(String name, String text) throws IOException {
        Files.createDirectories(out);
        Path file = Files.writeString(out.resolve(name), text);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + ++files));
    }

    private Path finish(String name, String... rows) throws IOException {
        return finish(name, String.join("\n", rows) + "\n");
    }

    /** Reads and applies one batch; returns whether more is waiting. */
    private boolean step() throws IOException {
        Feed.Read read = feed.read();
        if (read.isAnew()) {
            store.clear();
            feed.restart();
            return true;
        }
        store.apply(read.rows(), read.positions());
        return read.isBehind();
    }

    private void readAll() throws IOException {
        boolean isMore = true;
        while (isMore) {
            isMore = step();
        }
    }

    private long entities() {
        return store.counts().getOrDefault("entities", 0L);
    }

    private long revision(int number) {
        try (StoreView view = store.view()) {
            return view.stored(Output.ENTITIES, id(number)).orElseThrow().revision();
        }
    }

    @Test
    void goesOnWhereTheStoreIsWhereverItWasStopped() throws IOException {
        for (long seed : Seeds.take(2)) {
            close();
            begin("seed " + seed);
            readWithStops(new Random(seed), "seed " + seed);
        }
    }

    private void readWithStops(Random random, String where) throws IOException {
        int rows = 0;
        for (int file = 0; file < 3; file++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 2_500; i++) {
                lines.add(row(rows++, 1));
            }
            // Revisions that were applied twice would be in the history.
            lines.add(row(0, file + 2));
            finish(RUN + file + ".jsonl", lines.toArray(String[]::new));
        }
        boolean isMore = true;
        while (isMore) {
            int fate = random.nextInt(3);
            if (fate == 0) {
                feed.read();
            } else {
                isMore = step();
            }
            if (fate != 2) {
                close();
                reopen();
                isMore = true;
            }
        }
        assertThat(entities()).as(where).isEqualTo(rows);
        assertThat(revision(0)).as(where).isEqualTo(4);
        try (StoreView view = store.view()) {
            assertThat(view.history(id(0))).as(where).hasSize(4);
        }
    }

    @Test
    void readsBlankAndUnendedLinesAndReturnsAndLongRows() throws IOException {
        String padded = row(3, 1).replace("[]}", "[]," + "\"x\":\"" + "y".repeat(5 << 20) + "\"}");
        finish(
                RUN + "0.jsonl",
                "\r\n" + row(1, 1) + "\r\n\n  \n" + row(2, 1) + "\n" + padded + "\n" + row(4, 1));
        readAll();
        assertThat(entities()).isEqualTo(4);
        try (StoreView view = store.view()) {
            assertThat(
                            new String(
                                    view.stored(Output.ENTITIES, id(1)).orElseThrow().json(),
                                    StandardCharsets.UTF_8))
                    .isEqualTo(row(1, 1));
        }
    }

    @Test
    void doesNotReadFilesInProgressNorWaitForAFolder() throws IOException {
        readAll();
        assertThat(entities()).isZero();
        finish("." + RUN + "0.jsonl.inprogress", row(1, 1));
        finish("_SUCCESS", "no row");
        readAll();
        assertThat(entities()).isZero();
        finish(RUN + "0.jsonl", row(1, 1));
        readAll();
        assertThat(entities()).isEqualTo(1);
    }

    @Test
    void forgetsFilesThatWereMovedAwayButNotTheirRows() throws IOException {
        Path first = finish(RUN + "0.jsonl", row(1, 1));
        Path second = finish(RUN + "1.jsonl", row(2, 1));
        readAll();
        Files.delete(first);
        finish(RUN + "2.jsonl", row(3, 1));
        readAll();
        assertThat(store.positions("file/")).hasSize(2);
        assertThat(entities()).isEqualTo(3);

        // All of them, and the run goes on.
        Files.delete(second);
        Files.delete(out.resolve(RUN + "2.jsonl"));
        readAll();
        finish(RUN + "3.jsonl", row(4, 1));
        readAll();
        assertThat(entities()).isEqualTo(4);
    }

    @Test
    void keepsTheRowsOfARunThatWasContinuedByAnotherOne() throws IOException {
        Path first = finish(RUN + "0.jsonl", row(1, 1), row(2, 1));
        readAll();
        Files.delete(first);
        finish(NEXT_RUN + "0.jsonl", row(3, 1), row(1, 2));
        readAll();
        assertThat(entities()).isEqualTo(3);
        assertThat(revision(1)).isEqualTo(2);
    }

    @Test
    void keepsTheRowsIfTheFirstFileOfTheNextRunHasOnlyNewKeys() throws IOException {
        Path first = finish(RUN + "0.jsonl", row(1, 1), row(2, 1));
        readAll();
        Files.delete(first);
        finish(NEXT_RUN + "0.jsonl", row(3, 1), row(4, 1));
        readAll();
        assertThat(entities()).isEqualTo(4);
        finish(NEXT_RUN + "1.jsonl", row(1, 2));
        readAll();
        assertThat(entities()).isEqualTo(4);
        assertThat(revision(1)).isEqualTo(2);
    }

    @Test
    void goesOnOnceTheFirstFileOfTheNextRunIsMended() throws Exception {
        Path first = finish(RUN + "0.jsonl", row(1, 1), row(2, 1));
        readAll();
        Files.delete(first);
        String name = NEXT_RUN + "0.jsonl";
        finish(name, row(3, 1), "{\"secret", row(1, 2));
        try (Follower follower = new Follower(job.config(), store)) {
            Thread following = new Thread(() -> follower.follow(Duration.ofMillis(10)));
            following.start();
            try {
                Awaitility.await()
                        .forever()
                        .until(follower::freshness, each -> each.problem().isPresent());
                assertThat(follower.freshness().problem())
                        .contains("entities/" + name + ", line 2: not a JSON object");
                // Whole at once, as it is followed.
                Path mended = finish("." + name, row(3, 1), row(1, 2));
                Files.move(mended, out.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                Awaitility.await()
                        .forever()
                        .until(follower::freshness, each -> each.asOf().isPresent());
            } finally {
                follower.stop();
                following.join();
            }
        }
        assertThat(entities()).isEqualTo(3);
        assertThat(revision(1)).isEqualTo(2);
    }

    @Test
    void beginsAnewWithAJobThatBeganAnew() throws IOException {
        Path first = finish(RUN + "0.jsonl", row(1, 1), row(2, 1), row(2, 2));
        readAll();
        Files.delete(first);
        finish(NEXT_RUN + "0.jsonl", row(2, 1), row(2, 2), row(3, 1));
        readAll();
        assertThat(entities()).isEqualTo(2);
        try (StoreView view = store.view()) {
            assertThat(view.stored(Output.ENTITIES, id(1))).isEmpty();
        }
    }

    @Test
    void keepsFinalRowsUntilThoseThatReplaceThemAreThere() throws IOException {
        close();
        isFinal = true;
        reopen();
        Path first = finish(RUN + "0.jsonl", row(1, 1));
        Path second = finish(RUN + "1.jsonl", row(2, 1));
        readAll();
        Files.delete(first);
        readAll();
        Files.delete(second);
        readAll();
        assertThat(entities()).isEqualTo(2);
        finish(NEXT_RUN + "0.jsonl", row(3, 1));
        finish(NEXT_RUN + "1.jsonl", row(4, 1), row(5, 1));
        readAll();
        assertThat(entities()).isEqualTo(3);
    }

    @Test
    void namesTheLineThatIsWrongAndGoesOnOnceItIsMended() throws IOException {
        Path file = finish(RUN + "0.jsonl", row(1, 1), "", row(2, 1), "{\"secret", row(3, 1));
        finish(RUN + "1.jsonl", row(1, 2), row(3, 2, "retired"));
        assertThatThrownBy(this::readAll)
                .isInstanceOfSatisfying(
                        RowException.class,
                        wrong ->
                                assertThat(feed.place(wrong.row()))
                                        .isEqualTo("entities/" + RUN + "0.jsonl, line 4"))
                .hasMessage("not a JSON object");
        close();
        // It is the last one now, but not in its run.
        finish(file.getFileName().toString(), row(1, 1), row(2, 1), row(3, 1));
        reopen();
        readAll();
        assertThat(entities()).isEqualTo(2);
        assertThat(revision(1)).isEqualTo(2);
    }

    @Test
    void saysThatAFileIsShorterThanWhatWasRead() throws IOException {
        List<String> rows = Stream.iterate(0, i -> i + 1).limit(3_000).map(i -> row(i, 1)).toList();
        Path file = finish(RUN + "0.jsonl", rows.toArray(String[]::new));
        assertThat(step()).isTrue();
        close();
        Files.writeString(file, rows.get(0));
        reopen();
        assertThatThrownBy(this::readAll)
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("entities/" + RUN + "0.jsonl is shorter");
    }

    @Test
    void isCompleteToWhenItLooked() throws IOException {
        List<String> rows = Stream.iterate(0, i -> i + 1).limit(3_000).map(i -> row(i, 1)).toList();
        finish(RUN + "0.jsonl", rows.toArray(String[]::new));
        Feed.Read first = feed.read();
        assertThat(first.completeTo()).isEmpty();
        assertThat(first.isBehind()).isTrue();
        Instant between = Instant.now();
        finish(RUN + "1.jsonl", row(1, 2));
        Feed.Read second = feed.read();
        assertThat(second.completeTo().orElseThrow()).isBeforeOrEqualTo(between);
    }
}
