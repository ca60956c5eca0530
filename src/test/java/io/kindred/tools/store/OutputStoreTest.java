package io.kindred.tools.store;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.temporal.Timeline;
import io.kindred.tools.serve.ServedJob;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which row of a key wins, and how the store opens and closes. */
class OutputStoreTest {

    private static final String ID = String.format("person-%032x", 1);
    private static final Set<Output> OUTPUTS = EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS);

    @TempDir private Path folder;
    private OntologyDocument ontology;
    private OutputStore store;

    @BeforeEach
    void open() throws IOException {
        ontology = new ServedJob(folder.resolve("job"), "changelog").config().ontologyDocument();
        store = reopen(OUTPUTS);
    }

    private OutputStore reopen(Set<Output> outputs) {
        return OutputStore.open(
                folder.resolve("store"), ontology, Timeline.INTEGER, outputs, 8 << 20);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void apply(int revision, String status, long at, boolean isOrdered) {
        byte[] row =
                String.format(
                                "{\"entity_id\":\"%s\",\"entity_type\":\"person\",\"status\":\"%s\",\"revision\":%d,\"records\":[],\"golden\":[]}",
                                ID, status, revision)
                        .getBytes(StandardCharsets.UTF_8);
        store.apply(List.of(new FedRow(Output.ENTITIES, row, at, isOrdered)), Map.of());
    }

    private String last() {
        try (StoreView view = store.view()) {
            StoredRow row = view.stored(Output.ENTITIES, ID).orElseThrow();
            return row.revision() + " " + row.node().path("status").asText();
        }
    }

    private long count() {
        return store.counts().getOrDefault("entities", 0L);
    }

    private List<Long> history() {
        try (StoreView view = store.view()) {
            return view.history(ID).stream().map(each -> each.path("revision").asLong()).toList();
        }
    }

    @Test
    void keepsTheRowOfTheGreatestRevision() {
        apply(2, "active", 2, false);
        apply(1, "active", 1, false);
        apply(2, "active", 3, false);
        apply(1, "retired", 4, false);
        assertThat(last()).isEqualTo("2 active");
        apply(3, "retired", 5, false);
        apply(2, "active", 2, false);
        apply(2, "retired", 6, false);
        assertThat(last()).isEqualTo("3 retired");
        assertThat(count()).isZero();
        assertThat(history()).containsExactly(2L, 3L);
    }

    @Test
    void beginsAnewAfterARetractionWithWhatCameLater() {
        apply(1, "active", 1, false);
        apply(2, "active", 2, false);
        apply(3, "retired", 3, false);
        apply(1, "active", 9, false);
        assertThat(last()).isEqualTo("1 active");
        assertThat(count()).isEqualTo(1);
        apply(2, "active", 10, false);
        assertThat(history()).containsExactly(1L, 2L);
    }

    @Test
    void takesOrderedRowsAsTheyCome() {
        apply(5, "active", 1, true);
        apply(1, "active", 1, true);
        assertThat(last()).isEqualTo("1 active");
        apply(2, "active", 2, true);
        // Sent twice.
        apply(2, "active", 3, true);
        assertThat(history()).containsExactly(1L, 2L);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void isEmptiedIfItWasMadeForSomethingElse() {
        apply(1, "active", 1, false);
        store.close();
        store = reopen(EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.RECORDS));
        assertThat(count()).isZero();
        try (StoreView view = store.view()) {
            assertThat(view.stored(Output.ENTITIES, ID)).isEmpty();
        }
    }

    @Test
    void writesNothingIfARowIsWrong() {
        FedRow good =
                new FedRow(
                        Output.ENTITIES,
                        "{\"entity_id\":\"e-1\",\"entity_type\":\"person\",\"golden\":[{\"attr\":\"city\",\"value\":\"rome\"}]}"
                                .getBytes(StandardCharsets.UTF_8),
                        1,
                        false);
        for (String wrong :
                List.of(
                        "{",
                        "[]",
                        "{}",
                        "{\"entity_id\":\"a\\u0000b\"}",
                        "{\"entity_id\":\"e\"} {}")) {
            FedRow row =
                    new FedRow(Output.ENTITIES, wrong.getBytes(StandardCharsets.UTF_8), 1, false);
            assertThatThrownBy(() -> store.apply(List.of(good, row), Map.of("p", "1")))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            RowException.class, why -> assertThat(why.row()).isSameAs(row));
        }
        assertThat(count()).isZero();
        assertThat(store.position("p")).isEmpty();
        // What was not written is written with the next row.
        store.apply(List.of(good), Map.of());
        store.close();
        store = reopen(OUTPUTS);
        assertThat(store.attributes().of("person")).containsExactly("city");
    }

    @Test
    void countsTheRowsOfOneMoment() {
        try (StoreView before = store.view()) {
            apply(1, "active", 1, false);
            assertThat(before.counts()).isEmpty();
        }
        try (StoreView after = store.view()) {
            assertThat(after.counts()).containsExactly(Map.entry("entities", 1L));
        }
    }

    @Test
    void saysThatAnotherOneUsesIt() {
        assertThatThrownBy(() -> reopen(OUTPUTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another process uses it")
                .hasMessageContaining("--store");
    }

    @Test
    void saysThatItIsDamagedAndMayBeRemoved() throws IOException {
        apply(1, "active", 1, false);
        store.close();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            for (Path file : files.filter(each -> each.toString().contains("MANIFEST")).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThatThrownBy(() -> reopen(OUTPUTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("remove the folder")
                .hasMessageContaining("--store");
    }

    @Test
    void saysThatItIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(
                        () -> OutputStore.open(file, ontology, Timeline.INTEGER, OUTPUTS, 8 << 20))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("expected a folder");
    }

    @Test
    void closesOnlyWhenNobodyReadsAndThenForGood() throws InterruptedException {
        StoreView view = store.view();
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing =
                new Thread(
                        () -> {
                            store.close();
                            closed.countDown();
                        });
        closing.start();
        Awaitility.await()
                .forever()
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(this::assertLetsNobodyIn);
        assertThat(view.stored(Output.ENTITIES, ID)).isEmpty();
        assertThat(closed.getCount()).as("closed while somebody reads").isEqualTo(1);
        view.close();
        closed.await();
        assertLetsNobodyIn();
    }

    private void assertLetsNobodyIn() {
        assertThatThrownBy(() -> store.view().close())
                .isInstanceOf(StoreException.class)
                .hasMessage("the store is closed");
    }
}
