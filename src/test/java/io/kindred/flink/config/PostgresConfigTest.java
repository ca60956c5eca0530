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
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresConfigTest {

    private static final String URL = "jdbc:postgresql://db/people";
    private static final String COMMON =
            "postgresql: {url: '" + URL + "', username: ann, password: {env: PW}}\n";

    @TempDir private Path folder;

    @Test
    void fillsInDefaults() throws IOException {
        assertThat(read(COMMON + "sinks: {golden_values: {type: jdbc}}").sinks().byOutput())
                .containsEntry(
                        Output.GOLDEN_VALUES,
                        new SinkConfig.Jdbc(
                                new PostgresConfig(
                                        URL,
                                        "ann",
                                        "${env:PW}",
                                        "kindred",
                                        PostgresConfig.DEFAULT_BATCH_RECORDS,
                                        Duration.ofMinutes(1)),
                                "golden_values"));
    }

    @Test
    void aSinkMayHaveSettingsOfItsOwn() throws IOException {
        JobConfig job =
                read(
                        COMMON
                                + "sinks: {entities: {type: jdbc, username: bob, schema: s, table:"
                                + " t, batch_records: 7, retry_ms: 5}}");
        assertThat(job.sinks().sink(Output.ENTITIES))
                .contains(
                        new SinkConfig.Jdbc(
                                new PostgresConfig(
                                        URL, "bob", "${env:PW}", "s", 7, Duration.ofMillis(5)),
                                "t"));
        assertThat(job.sinks().sink(Output.ENTITIES).orElseThrow().place()).isEqualTo("table s.t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "entities: {type: jdbc, url: 'jdbc:mysql://db'}"
                        + "|sinks.entities.url: expected jdbc:postgresql://host/database",
                "entities: {type: jdbc, url: 'jdbc:postgresql://db/p?password=x'}"
                        + "|sinks.entities.url: has a user or password; use the fields",
                "entities: {type: jdbc, password: x}"
                        + "|sinks.entities.password: expected {env: NAME} or {file: PATH}",
                "entities: {type: jdbc, table: 'a b'}"
                        + "|sinks.entities.table: expected at most 40 letters, digits and '_'",
                "entities: {type: jdbc, batch_records: 0}|sinks.entities.batch_records:",
                "entities: {type: jdbc, path: out}|sinks.entities.path:",
                "'entities: {type: jdbc, table: t}, conflicts: {type: jdbc, table: t}'"
                        + "|sinks.conflicts: the table 't' is already used by sinks.entities",
                "'entities: {type: jdbc, table: t}, conflicts: {type: jdbc, table: t_current}'"
                        + "|the table 't_current' is already used by sinks.entities",
                "entities: {type: jdbc, table: kindred_layout}|is already used by the layout",
                "'entities: {type: jdbc}, dead_letters: {type: jdbc}'"
                        + "|sinks.dead_letters: jdbc is for entities, assignments, conflicts,"
            })
    void refusesWhatCannotBe(String sinks, String message) {
        assertThatThrownBy(() -> read(COMMON + "sinks: {" + sinks.replaceAll("^'|'$", "") + "}"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theServerMustBeNamed() {
        assertThatThrownBy(() -> read("sinks: {entities: {type: jdbc}}"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("here or under postgresql for all sinks");
    }

    @Test
    void conflictsOfTheFirstFormatHaveNoTable() {
        assertThatThrownBy(
                        () ->
                                read(
                                        COMMON
                                                + "conflicts_format: 1\n"
                                                + "sinks: {conflicts: {type: jdbc}}"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("whose columns are those of conflicts_format 2");
    }

    private JobConfig read(String text) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(
                file,
                "name: people\nontology: {entity_types: {person: {}}}\n"
                        + "sources: [{type: files, path: in.jsonl, format: record}]\n"
                        + text);
        return JobConfigReader.read(file);
    }
}
