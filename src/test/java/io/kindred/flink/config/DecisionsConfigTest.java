package io.kindred.flink.config;

import io.kindred.codec.DecisionMapping;
import io.kindred.codec.DecisionMapping.Side;
import io.kindred.codec.DecisionMapping.VerdictField;
import io.kindred.codec.EraseMark;
import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.flink.connector.FileOrder;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sources of decisions, and erasures in sources of records. */
class DecisionsConfigTest {

    private static final String DECISIONS =
            "type: files, path: in, format: csv, content: decisions, entity_type: person,"
                    + " decision: verdict, left: {perspective: crm, uid: a},"
                    + " right: {perspective: {column: system}, uid: b}";
    private static final String ROWS =
            "entity_type: person, perspective: crm, uid: id, attributes: all";
    private static final String TOPIC = "type: kafka, bootstrap_servers: 'a:1', topic: t, " + ROWS;

    @TempDir private Path folder;

    @Test
    void readsASourceOfDecisions() throws Exception {
        SourceConfig.Files files = (SourceConfig.Files) read(DECISIONS);
        DecisionMapping mapping = (DecisionMapping) ((SourceFormat.Csv) files.format()).mapping();
        assertThat(mapping)
                .isEqualTo(
                        new DecisionMapping(
                                new Field.Constant("person"),
                                new VerdictField.Column("verdict", Map.of()),
                                new Side(new Field.Constant("crm"), "a"),
                                new Side(new Field.Column("system"), "b"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(files.order()).isEqualTo(FileOrder.STRICT);
    }

    @Test
    void readsEverySettingOfASourceOfDecisions() throws Exception {
        SourceConfig.Files files =
                (SourceConfig.Files)
                        read(
                                DECISIONS.replace(
                                                "decision: verdict",
                                                "decision: {column: v, same: match,"
                                                        + " different: ['no match', 0]}")
                                        + ", version: rev, op: {column: o, delete: x}, reason: why");
        DecisionMapping mapping = (DecisionMapping) ((SourceFormat.Csv) files.format()).mapping();
        assertThat(mapping.decision())
                .isEqualTo(
                        new VerdictField.Column(
                                "v",
                                Map.of(
                                        "match",
                                        Verdict.SAME,
                                        "no match",
                                        Verdict.DIFFERENT,
                                        "0",
                                        Verdict.DIFFERENT)));
        assertThat(mapping.version()).contains(VersionColumn.integer("rev"));
        assertThat(mapping.op()).contains(new OpColumn("o", Map.of("x", Op.DELETE)));
        assertThat(mapping.reason()).contains("why");
        assertThat(files.order()).isEqualTo(FileOrder.ANY);
        assertThat(copy(mapping)).isEqualTo(mapping);
        SourceConfig.Files always =
                (SourceConfig.Files)
                        read(DECISIONS.replace("decision: verdict", "decision: {always: same}"));
        assertThat(((DecisionMapping) ((SourceFormat.Csv) always.format()).mapping()).decision())
                .isEqualTo(new VerdictField.Always(Verdict.SAME));
    }

    @Test
    void readsErasures() throws Exception {
        SourceConfig.Kafka json =
                (SourceConfig.Kafka)
                        read(
                                TOPIC
                                        + ", format: json, tombstones: erase, op: {column: o, erase: X}");
        assertThat(json.tombstones()).isEqualTo(TombstoneRule.ERASE);
        assertThat(((SourceFormat.FlatJson) json.format()).mapping().op())
                .contains(new OpColumn("o", Map.of("X", Op.ERASE)));
        assertThat(mark("")).isEqualTo(EraseMark.NONE);
        assertThat(mark(", erase: {header: gdpr}"))
                .isEqualTo(new EraseMark(EraseMark.Place.HEADER, "gdpr", List.of()));
        assertThat(mark(", erase: {column: forget, values: [1, X]}"))
                .isEqualTo(new EraseMark(EraseMark.Place.COLUMN, "forget", List.of("1", "X")));
    }

    private EraseMark mark(String fields) throws IOException {
        SourceConfig.Kafka source =
                (SourceConfig.Kafka) read(TOPIC + ", format: debezium" + fields);
        return ((SourceFormat.Debezium) source.format()).erase();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DECISIONS, uid: x|uid: not with content: decisions; leave it out",
                "DECISIONS, perspective: x|perspective: not with content: decisions; leave it out",
                "DECISIONS, attributes: all|attributes: not with content: decisions; leave it out",
                "DECISIONS, op: {column: o, erase: x}|op.erase: unknown field 'erase'; known"
                        + " fields: column, upsert, delete",
                "type: files, path: in, format: csv, ROWS, decision: x|decision: only with content:"
                        + " decisions; leave it out",
                "type: files, path: in, format: csv, content: decisions, entity_type: person|"
                        + "decision: missing; expected the column with the decision",
                "type: files, path: in, format: csv, content: decisions, entity_type: person,"
                        + " decision: d|left: missing; expected an object with the fields"
                        + " perspective, uid",
                "type: files, path: in, format: csv, content: decisions, entity_type: dog|"
                        + "entity_type: the ontology does not cover the entity type 'dog'; expected"
                        + " one of person",
                "type: files, path: in, format: csv, content: answers, ROWS|content: unknown"
                        + " content 'answers'; expected one of records, decisions",
                "type: files, path: in, format: record, content: decisions|content: not allowed"
                        + " with format record, where an object with the field decision is a"
                        + " decision; leave it out, or use format csv, json, parquet or avro",
                "TOPIC, format: debezium, erase: {}|erase: expected one of header and column, found"
                        + " neither",
                "TOPIC, format: debezium, erase: {header: a, column: b}|erase: expected one of"
                        + " header and column, found both",
                "TOPIC, format: json, erase: {header: a}|erase: only for format debezium; leave it"
                        + " out"
            })
    void namesWhatIsWrong(String source, String problem) {
        String text =
                source.replace("DECISIONS", DECISIONS)
                        .replace("TOPIC", TOPIC)
                        .replace("ROWS", ROWS);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(folder.resolve("job.yaml") + ": sources[0]." + problem);
    }

    private SourceConfig read(String source) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "ontology: {entity_types: {person: {}}}",
                        "sources: [{" + source + "}]",
                        "sinks: {entities: {type: files, path: out}}"));
        return JobConfigReader.read(file).sources().get(0);
    }

    private static Object copy(Object original) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
