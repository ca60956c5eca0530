package io.kindred.flink.config;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LakeConfigTest {

    @TempDir private Path folder;

    @Test
    void fillsInDefaults() throws IOException {
        assertThat(read("entities: {type: paimon, warehouse: lake}").sinks().byOutput())
                .containsEntry(
                        Output.ENTITIES,
                        new SinkConfig.Lake(
                                new ClientProperties(
                                        Map.of("warehouse", folder.resolve("lake").toString())),
                                "kindred",
                                "entities",
                                ClientProperties.NONE));
    }

    @Test
    void aSinkMayHaveSettingsOfItsOwn() throws IOException {
        SinkConfig sink =
                read("entities: {type: paimon, warehouse: main, database: d, table: t,"
                                + " catalog: {metastore: rest, uri: 'http://c'}, options:"
                                + " {bucket: 8}}")
                        .sinks()
                        .sink(Output.ENTITIES)
                        .orElseThrow();
        assertThat(sink)
                .isEqualTo(
                        new SinkConfig.Lake(
                                new ClientProperties(
                                        Map.of(
                                                "warehouse",
                                                "main",
                                                "metastore",
                                                "rest",
                                                "uri",
                                                "http://c")),
                                "d",
                                "t",
                                new ClientProperties(Map.of("bucket", "8"))));
        assertThat(sink.place()).isEqualTo("table d.t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "entities: {type: paimon}|sinks.entities.warehouse: missing; expected a folder",
                "entities: {type: paimon, warehouse: w, path: out}|sinks.entities.path:",
                "entities: {type: paimon, warehouse: w, table: 'a-b'}"
                        + "|sinks.entities.table: expected 1 to 200 letters, digits and '_'",
                "entities: {type: paimon, warehouse: w, catalog: {warehouse: v}}"
                        + "|sinks.entities.catalog: has a warehouse",
                "'entities: {type: paimon, warehouse: w, table: t},"
                        + " assignments: {type: paimon, warehouse: w, table: t}'"
                        + "|sinks.assignments: the table kindred.t is already used by"
                        + " sinks.entities",
                "'entities: {type: paimon, warehouse: w},"
                        + " dead_letters: {type: paimon, warehouse: w}'"
                        + "|sinks.dead_letters: paimon is for entities, assignments, conflicts,"
            })
    void rejectsWrongSinks(String sinks, String expected) {
        assertThatThrownBy(() -> read(sinks))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(expected);
    }

    private JobConfig read(String sinks) throws IOException {
        Files.writeString(folder.resolve("ontology.yaml"), "entity_types: {person: {}}");
        Path job = folder.resolve("job.yaml");
        Files.writeString(
                job,
                "name: j\nontology: ontology.yaml\nsources:\n  - {type: files, format: record, path:"
                        + " in}\nsinks: {"
                        + sinks
                        + "}\n");
        return JobConfigReader.read(job);
    }
}
