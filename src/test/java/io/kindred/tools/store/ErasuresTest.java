package io.kindred.tools.store;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.temporal.Timeline;
import io.kindred.tools.serve.ServedJob;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing is left of an erased record, in whatever order the outputs are read. */
class ErasuresTest {

    private static final Set<Output> OUTPUTS =
            EnumSet.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.RECORDS, Output.ERASURES);
    private static final String ID = String.format("person-%032x", 1);
    private static final String UID = "uid-of-somebody";
    private static final String VALUE = "zoe-of-somewhere";
    private static final String RECORD =
            "\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"" + UID + "\"";

    @TempDir private Path folder;

    private static FedRow row(Output output, String fields) {
        return new FedRow(output, ("{" + fields + "}").getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private static FedRow entity(int revision, String records, String golden) {
        return row(
                Output.ENTITIES,
                "\"entity_id\":\""
                        + ID
                        + "\",\"entity_type\":\"person\",\"status\":\"active\",\"revision\":"
                        + revision
                        + ",\"records\":["
                        + records
                        + "],\"golden\":["
                        + golden
                        + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"XEAR", "EARX", "EXAR", "AXER", "ARXE", "RAEX", "XRAE"})
    void leaveNothing(String order) throws IOException {
        OntologyDocument ontology =
                new ServedJob(folder.resolve("job"), "changelog").config().ontologyDocument();
        Path files = folder.resolve("store");
        String other = "{\"perspective\":\"web\",\"uid\":\"7\"}";
        String one = "{\"perspective\":\"crm\",\"uid\":\"" + UID + "\"}";
        String golden =
                "{\"attr\":\"name\",\"value\":\"" + VALUE + "\",\"start\":null,\"end\":null}";
        try (OutputStore store = open(files, ontology)) {
            apply(store, entity(1, other, ""));
            apply(store, entity(2, one + "," + other, golden));
            apply(
                    store,
                    row(
                            Output.ASSIGNMENTS,
                            RECORD
                                    + ",\"status\":\"active\",\"revision\":1,\"entity_id\":\""
                                    + ID
                                    + "\""));
            apply(
                    store,
                    row(
                            Output.RECORDS,
                            RECORD
                                    + ",\"status\":\"active\",\"revision\":1,\"descriptors\":["
                                    + golden
                                    + "]"));
            store.compact();
            assertThat(text(files)).contains(UID, VALUE);
            for (char each : order.toCharArray()) {
                apply(
                        store,
                        switch (each) {
                            case 'X' -> row(Output.ERASURES, RECORD + ",\"version\":null");
                            case 'E' -> entity(3, other, "");
                            case 'A' ->
                                    row(
                                            Output.ASSIGNMENTS,
                                            RECORD + ",\"status\":\"retired\",\"revision\":2");
                            default ->
                                    row(
                                            Output.RECORDS,
                                            RECORD + ",\"status\":\"retired\",\"revision\":2");
                        });
            }
            assertThat(store.counts()).containsEntry("records", 0L).containsEntry("entities", 1L);
            try (StoreView view = store.view()) {
                assertThat(view.history(ID).toString()).doesNotContain(UID, VALUE);
            }
            store.compact();
        }
        // The list of files has the first and last keys of earlier ones until it is made anew.
        open(files, ontology).close();
        assertThat(text(files)).doesNotContain(UID).doesNotContain(VALUE);
    }

    private static OutputStore open(Path files, OntologyDocument ontology) {
        return OutputStore.open(files, ontology, Timeline.INTEGER, OUTPUTS, 8 << 20);
    }

    private static void apply(OutputStore store, FedRow row) {
        store.apply(List.of(row), Map.of());
    }

    private static String text(Path files) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
