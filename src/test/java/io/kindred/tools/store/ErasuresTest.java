package io.kindred.tools.store;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.Seeds;
import io.kindred.tools.serve.ServedJob;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Nothing is left of an erased record, in whatever order the outputs are read. */
class ErasuresTest {

    private static final Set<Output> OUTPUTS =
            EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.RECORDS, Output.ERASURES);
    private static final String ID = String.format("person-%032x", 1);
    private static final String UID = "uid-of-somebody";
    private static final String VALUE = "zoe-of-somewhere";
    private static final String RECORD =
            "\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"" + UID + "\"";

    private static final String SECOND_ID = String.format("person-%032x", 2);
    private static final String ONE = "{\"perspective\":\"crm\",\"uid\":\"" + UID + "\"}";
    private static final String OTHER = "{\"perspective\":\"web\",\"uid\":\"7\"}";
    private static final String THIRD = "{\"perspective\":\"web\",\"uid\":\"8\"}";
    private static final String GOLDEN =
            "{\"attr\":\"name\",\"value\":\"" + VALUE + "\",\"start\":null,\"end\":null}";

    /** In epoch ms; other rows are of 1 ms. */
    private static final long LATER = 1 + Erasures.SKEW;

    @TempDir private Path folder;

    private static FedRow row(Output output, String fields) {
        return new FedRow(output, ("{" + fields + "}").getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private static FedRow entity(String id, int revision, String records, String golden) {
        return row(
                Output.ENTITIES,
                "\"entity_id\":\""
                        + id
                        + "\",\"entity_type\":\"person\",\"status\":\"active\",\"revision\":"
                        + revision
                        + ",\"records\":["
                        + records
                        + "],\"golden\":["
                        + golden
                        + "]");
    }

    private static FedRow assignment(int revision, String entity) {
        return row(
                Output.ASSIGNMENTS,
                RECORD
                        + ",\"status\":\"active\",\"revision\":"
                        + revision
                        + ",\"entity_id\":\""
                        + entity
                        + "\"");
    }

    private static FedRow retraction(Output output, int revision) {
        return row(output, RECORD + ",\"status\":\"retired\",\"revision\":" + revision);
    }

    /**
     * The rows of outputs in an order. Before them, the record is in the first entity.
     *
     * <p>X: the erasure. E: the first entity without the record. A: the assignment is retracted. R:
     * the record is. M: the record moves to the second entity. N: that has it. O: that is without
     * it again.
     */
    private static FedRow next(char each) {
        return switch (each) {
            case 'X' -> row(Output.ERASURES, RECORD + ",\"version\":null");
            case 'E' -> entity(ID, 3, OTHER, "");
            case 'A' -> retraction(Output.ASSIGNMENTS, 3);
            case 'R' -> retraction(Output.RECORDS, 2);
            case 'M' -> assignment(2, SECOND_ID);
            case 'N' -> entity(SECOND_ID, 1, ONE + "," + THIRD, GOLDEN);
            case 'O' -> entity(SECOND_ID, 2, THIRD, "");
            default -> throw new IllegalArgumentException("no row " + each);
        };
    }

    /** Of 1,260 that are possible, as each output is in its own order. */
    private static final int MOST_ORDERS = 4 + Seeds.CASES / 20;

    static Stream<Arguments> orders() {
        List<String> orders = new ArrayList<>();
        addOrders("", "XEMANOR", orders);
        Collections.shuffle(orders, new Random(Seeds.FIRST));
        orders.subList(Math.min(MOST_ORDERS, orders.size()), orders.size()).clear();
        orders.addAll(List.of("XEAR", "EARX", "EXAR", "AXER", "ARXE", "RAEX", "XRAE", "XMARNEO"));
        return orders.stream()
                .flatMap(order -> Stream.of(arguments(order, false), arguments(order, true)));
    }

    private static void addOrders(String order, String rest, List<String> orders) {
        if (rest.isEmpty()) {
            orders.add(order);
        }
        for (int i = 0; i < rest.length(); i++) {
            char next = rest.charAt(i);
            boolean isEarly =
                    next == 'A' && rest.indexOf('M') >= 0 || next == 'O' && rest.indexOf('N') >= 0;
            if (!isEarly) {
                addOrders(order + next, rest.substring(0, i) + rest.substring(i + 1), orders);
            }
        }
    }

    /**
     * @param isAtOnce whether all rows are read together, as those of topics may be
     */
    @ParameterizedTest
    @MethodSource("orders")
    void leaveNothing(String order, boolean isAtOnce) throws IOException {
        OntologyDocument ontology =
                new ServedJob(folder.resolve("job"), "changelog").config().ontologyDocument();
        Path files = folder.resolve("store");
        List<FedRow> before =
                List.of(
                        entity(ID, 1, OTHER, ""),
                        entity(ID, 2, ONE + "," + OTHER, GOLDEN),
                        assignment(1, ID),
                        row(
                                Output.RECORDS,
                                RECORD
                                        + ",\"status\":\"active\",\"revision\":1,\"descriptors\":["
                                        + GOLDEN
                                        + "]"));
        List<FedRow> after = order.chars().mapToObj(each -> next((char) each)).toList();
        try (OutputStore store = open(files, ontology)) {
            if (isAtOnce) {
                store.apply(Stream.concat(before.stream(), after.stream()).toList(), Map.of());
            } else {
                before.forEach(row -> store.apply(List.of(row), Map.of()));
                store.compact();
                assertThat(text(files)).contains(UID, VALUE);
                after.forEach(row -> store.apply(List.of(row), Map.of()));
            }
            assertThat(store.counts())
                    .containsEntry("records", 0L)
                    .containsEntry("entities", order.contains("N") ? 2L : 1L);
            try (StoreView view = store.view()) {
                for (String id : List.of(ID, SECOND_ID)) {
                    assertThat(view.history(id).toString()).doesNotContain(UID, VALUE);
                }
            }
            store.compact();
        }
        // The list of files has the first and last keys of earlier ones until it is made anew.
        open(files, ontology).close();
        assertThat(text(files)).doesNotContain(UID).doesNotContain(VALUE);
    }

    private static FedRow at(long at, FedRow row) {
        return new FedRow(row.output(), row.json(), at, false);
    }

    private OutputStore empty() throws IOException {
        return open(
                folder.resolve("store"),
                new ServedJob(folder.resolve("job"), "changelog").config().ontologyDocument());
    }

    private static void applyEach(OutputStore store, FedRow... rows) {
        for (FedRow row : rows) {
            store.apply(List.of(row), Map.of());
        }
    }

    @Test
    void anEntityOfARecordThatCameAgainHasAHistory() throws IOException {
        try (OutputStore store = empty()) {
            applyEach(
                    store,
                    assignment(1, ID),
                    entity(ID, 1, ONE + "," + OTHER, GOLDEN),
                    next('X'),
                    retraction(Output.ASSIGNMENTS, 2),
                    entity(ID, 2, OTHER, ""),
                    at(LATER, assignment(3, SECOND_ID)),
                    at(LATER, entity(SECOND_ID, 1, ONE, "")),
                    at(LATER, entity(SECOND_ID, 2, ONE + "," + THIRD, GOLDEN)));
            try (StoreView view = store.view()) {
                assertThat(view.history(ID)).hasSize(1);
                assertThat(view.history(SECOND_ID)).hasSize(2);
            }
        }
    }

    /** As where a topic has only the last row of each key. */
    @Test
    void anErasureThatIsReadAfterTheRecordCameAgainEndsNoHistoryForEver() throws IOException {
        try (OutputStore store = empty()) {
            applyEach(
                    store,
                    at(LATER, assignment(3, ID)),
                    at(LATER, entity(ID, 3, ONE, "")),
                    next('X'),
                    at(LATER, entity(ID, 4, ONE + "," + OTHER, "")),
                    at(LATER, entity(ID, 5, ONE, "")));
            try (StoreView view = store.view()) {
                assertThat(view.history(ID)).hasSize(1);
            }
            applyEach(store, at(LATER, entity(ID, 6, ONE + "," + OTHER, "")));
            try (StoreView view = store.view()) {
                assertThat(view.history(ID)).isNotEmpty();
                assertThat(view.history(ID).toString()).contains("\"revision\":6");
            }
        }
    }

    @Test
    void rowsOfBeforeThatAreReadAfterTheRecordCameAgainLeaveNothing() throws IOException {
        try (OutputStore store = empty()) {
            applyEach(
                    store,
                    next('X'),
                    assignment(1, ID),
                    retraction(Output.ASSIGNMENTS, 2),
                    at(LATER, assignment(3, SECOND_ID)),
                    at(LATER, entity(SECOND_ID, 1, ONE, "")),
                    entity(ID, 1, ONE + "," + OTHER, GOLDEN),
                    entity(ID, 2, OTHER, ""));
            try (StoreView view = store.view()) {
                assertThat(view.history(ID).toString()).doesNotContain(UID, VALUE);
            }
        }
    }

    @Test
    void anErasureForgetsWhereTheRecordWasBeforeItsRevisionsBeganAnew() throws IOException {
        try (OutputStore store = empty()) {
            applyEach(
                    store,
                    assignment(1, ID),
                    entity(ID, 1, ONE + "," + OTHER, GOLDEN),
                    retraction(Output.ASSIGNMENTS, 2),
                    entity(ID, 2, OTHER, ""),
                    at(LATER, assignment(1, SECOND_ID)),
                    at(LATER, next('X')),
                    at(LATER, retraction(Output.ASSIGNMENTS, 2)));
            try (StoreView view = store.view()) {
                assertThat(view.history(ID).toString()).doesNotContain(UID, VALUE);
            }
        }
    }

    /** As where a topic or a table has only the last row of each key. */
    @Test
    void anErasureForgetsWhereTheRecordWasThoughItIsNotSeenThatItLeft() throws IOException {
        try (OutputStore store = empty()) {
            applyEach(
                    store,
                    assignment(5, ID),
                    entity(ID, 1, ONE + "," + OTHER, GOLDEN),
                    entity(ID, 2, OTHER, ""));
            FedRow cameAgain = assignment(1, SECOND_ID);
            applyEach(
                    store,
                    new FedRow(cameAgain.output(), cameAgain.json(), LATER, true),
                    at(LATER, next('X')));
            try (StoreView view = store.view()) {
                assertThat(view.history(ID).toString()).doesNotContain(UID, VALUE);
            }
        }
    }

    /** Without it a store that little is written to would keep it in its log. */
    @Test
    void whatWasReplacedLeavesTheLogOfWritesAfterAWhile() throws IOException {
        Path files = folder.resolve("store");
        try (OutputStore store = empty()) {
            applyEach(store, entity(ID, 1, ONE, GOLDEN), entity(ID, 2, OTHER, ""), next('X'));
            applyEach(store, entity(ID, 3, ONE, GOLDEN.replace(VALUE, "late-value")));
            applyEach(store, entity(ID, 4, OTHER, ""));
            store.flushAfter(Duration.ofDays(1));
            assertThat(text(files)).contains("late-value");
            store.flushAfter(Duration.ZERO);
            Awaitility.await("the log is removed")
                    .untilAsserted(() -> assertThat(text(files)).doesNotContain("late-value"));
        }
    }

    private static OutputStore open(Path files, OntologyDocument ontology) {
        return OutputStore.open(files, ontology, Timeline.INTEGER, OUTPUTS, 8 << 20);
    }

    private static String text(Path files) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try {
                    text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                } catch (NoSuchFileException gone) {
                    // An open store removes files when it has written others in their place.
                }
            }
        }
        return text.toString();
    }
}
