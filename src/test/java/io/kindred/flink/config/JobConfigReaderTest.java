package io.kindred.flink.config;

import io.kindred.codec.ConflictsFormat;
import io.kindred.codec.CsvDialect;
import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.codec.TimeFormat;
import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.LakeFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.connector.FileOrder;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobConfigReaderTest {

    private static final String MINIMAL =
            """
            ontology: ontology.yaml
            sources: [{type: files, path: in, format: record}]
            sinks: {entities: {type: files, path: out}}
            """;

    @TempDir private Path folder;

    @BeforeEach
    void writeOntology() throws IOException {
        write("ontology.yaml", "entity_types: {person: {}}");
    }

    @Test
    void fillsInDefaults() throws IOException {
        JobConfig job = read(MINIMAL);
        assertThat(job.name()).isEqualTo("my.job");
        assertThat(job.ontology().entityTypes()).containsOnlyKeys("person");
        assertThat(job.ontologyDocument().file())
                .isEqualTo(folder.resolve("ontology.yaml").toString());
        assertThat(job.ontologyDocument().ontology()).isEqualTo(job.ontology());
        assertThat(job.shards()).isEqualTo(1);
        assertThat(job.timeline()).isEqualTo(Timeline.MILLIS);
        assertThat(job.sources())
                .containsExactly(
                        new SourceConfig.Files(
                                "files-0",
                                List.of(folder.resolve("in").toString()),
                                new SourceFormat.Records(),
                                FileOrder.STRICT,
                                Duration.ZERO,
                                16 * 1024 * 1024));
        assertThat(job.sinks().byOutput())
                .isEqualTo(
                        Map.of(
                                Output.ENTITIES,
                                new SinkConfig.Files(folder.resolve("out").toString())));
        assertThat(job.sinks().sink(Output.DEAD_LETTERS)).isEmpty();
        assertThat(job.output()).isEqualTo(OutputMode.CHANGELOG);
        assertThat(job.batch())
                .isEqualTo(new BatchConfig(5000, Duration.ofMillis(200), 16 * 1024 * 1024));
        assertThat(job.maxDeadLetters()).isEmpty();
        assertThat(job.cache()).isEqualTo(new CacheConfig(32 * 1024 * 1024));
        assertThat(job.largeEntities())
                .isEqualTo(new LargeEntitiesConfig(1000, Duration.ofSeconds(5), 32 * 1024 * 1024));
        assertThat(job.withdrawalDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(job.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(job.flinkOptions()).isEmpty();
    }

    @Test
    void readsEverySettingOfTheJob() throws IOException {
        JobConfig job =
                read(
                        """
                        name: people
                        ontology: {entity_types: {"*": {}}}
                        shards: 1
                        timeline: integer
                        sources: [{type: files, path: in, format: record}]
                        sinks:
                          entities: {type: files, path: out/entities, format: parquet}
                          assignments: {type: files, path: /tmp/assignments/, format: jsonl}
                          conflicts: {type: files, path: "s3://bucket/conflicts"}
                          generic_keys: {type: files, path: ../generic}
                          dead_letters: {type: files, path: out/dead}
                          answers: {type: files, path: out/answers}
                        queries:
                          - {type: files, path: ask/*.jsonl}
                          - {type: files, name: more, path: [a, b]}
                        output: final
                        conflicts_format: 1
                        max_dead_letters: {share: 0.25, after: 0}
                        batch: {records: 1000000, interval_ms: 1, bytes: 1073741824}
                        cache: {bytes: 0}
                        large_entities: {records: 1, restate_interval_ms: 3600000, held_bytes: 17179869184}
                        withdrawal_delay_ms: 0
                        checkpoint_interval_ms: 10
                        flink:
                          parallelism.default: 2
                          state.backend.type: rocksdb
                          pipeline.object-reuse: true
                          taskmanager.memory.managed.fraction: 0.50
                        """);
        assertThat(job.name()).isEqualTo("people");
        assertThat(job.ontology().rules("anything")).isPresent();
        assertThat(job.ontologyDocument().file()).isEqualTo(jobFile().toString());
        assertThat(job.ontologyDocument().json()).isEqualTo("{\"entity_types\":{\"*\":{}}}");
        assertThat(job.timeline()).isEqualTo(Timeline.INTEGER);
        assertThat(job.sinks().byOutput().values())
                .containsExactly(
                        new SinkConfig.Files(
                                folder.resolve("out/entities").toString(), FileFormat.PARQUET),
                        new SinkConfig.Files("/tmp/assignments"),
                        new SinkConfig.Files("s3://bucket/conflicts"),
                        new SinkConfig.Files(folder.resolveSibling("generic").toString()),
                        new SinkConfig.Files(folder.resolve("out/dead").toString()),
                        new SinkConfig.Files(folder.resolve("out/answers").toString()));
        assertThat(job.questions())
                .containsExactly(
                        new SourceConfig.Files(
                                "files-0",
                                List.of(folder.resolve("ask/*.jsonl").toString()),
                                new SourceFormat.Questions(),
                                FileOrder.ANY,
                                Duration.ZERO,
                                1 << 20),
                        new SourceConfig.Files(
                                "more",
                                List.of(
                                        folder.resolve("a").toString(),
                                        folder.resolve("b").toString()),
                                new SourceFormat.Questions(),
                                FileOrder.ANY,
                                Duration.ZERO,
                                1 << 20));
        assertThat(job.output()).isEqualTo(OutputMode.FINAL);
        assertThat(job.conflictsFormat()).isEqualTo(ConflictsFormat.BY_KIND);
        assertThat(job.batch())
                .isEqualTo(new BatchConfig(1_000_000, Duration.ofMillis(1), 1 << 30));
        assertThat(job.maxDeadLetters()).contains(new CountLimit.Share(new BigDecimal("0.25"), 0));
        assertThat(job.cache()).isEqualTo(new CacheConfig(0));
        assertThat(job.largeEntities())
                .isEqualTo(new LargeEntitiesConfig(1, Duration.ofHours(1), 1L << 34));
        assertThat(job.withdrawalDelay()).isZero();
        assertThat(job.checkpointInterval()).isEqualTo(Duration.ofMillis(10));
        assertThat(job.flinkOptions())
                .isEqualTo(
                        Map.of(
                                "parallelism.default",
                                "2",
                                "state.backend.type",
                                "rocksdb",
                                "pipeline.object-reuse",
                                "true",
                                "taskmanager.memory.managed.fraction",
                                "0.50"));
    }

    @Test
    void readsEverySettingOfSources() throws IOException {
        JobConfig job =
                read(
                        """
                        ontology: ontology.yaml
                        sources:
                          - name: census_1
                            type: files
                            path: ["data/*.csv", "/data/x.csv", "s3://bucket/y/*.csv"]
                            format: csv
                            max_record_bytes: 1024
                            delimiter: "\\t"
                            multiline: true
                            entity_type: person
                            perspective: {column: office}
                            uid: id
                            version: revision
                            op: change
                            attributes:
                              born: birth date
                              surname: {column: last_name, valid_from: since, valid_to: until}
                              given: {valid_from: since}
                              phone: {columns: [home, mobile], valid_from: since}
                              email: [mail, {column: mails, split: "; ", valid_from: since}]
                              tag: {column: tags, split: ","}
                              sex:
                          - {type: files, path: a, format: json, entity_type: {column: t}, perspective: crm, uid: id, attributes: all}
                          - {type: files, path: b, order: any, format: csv, entity_type: person, perspective: crm, uid: id, attributes: all}
                        sinks: {conflicts: {type: files, path: out}}
                        """);
        Optional<String> none = Optional.empty();
        Optional<String> since = Optional.of("since");
        RecordMapping census =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Column("office"),
                        "id",
                        Optional.of(VersionColumn.integer("revision")),
                        Optional.of(OpColumn.usual("change")),
                        Optional.of(
                                List.of(
                                        new AttributeColumn("born", "birth date", none, none),
                                        new AttributeColumn(
                                                "surname",
                                                "last_name",
                                                since,
                                                Optional.of("until")),
                                        new AttributeColumn("given", "given", since, none),
                                        new AttributeColumn("phone", "home", since, none),
                                        new AttributeColumn("phone", "mobile", since, none),
                                        new AttributeColumn("email", "mail", none, none),
                                        new AttributeColumn(
                                                "email",
                                                "mails",
                                                since,
                                                none,
                                                TimeFormat.DEFAULT,
                                                Optional.of("; ")),
                                        new AttributeColumn(
                                                "tag",
                                                "tags",
                                                none,
                                                none,
                                                TimeFormat.DEFAULT,
                                                Optional.of(",")),
                                        new AttributeColumn("sex", "sex", none, none))));
        Field crm = new Field.Constant("crm");
        RecordMapping json =
                new RecordMapping(
                        new Field.Column("t"),
                        crm,
                        "id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        RecordMapping csv =
                new RecordMapping(
                        new Field.Constant("person"),
                        crm,
                        "id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        int megabytes = 16 << 20;
        assertThat(job.sources())
                .containsExactly(
                        new SourceConfig.Files(
                                "census_1",
                                List.of(
                                        folder + "/data/*.csv",
                                        "/data/x.csv",
                                        "s3://bucket/y/*.csv"),
                                new SourceFormat.Csv(census, new CsvDialect('\t', true)),
                                FileOrder.ANY,
                                Duration.ZERO,
                                1024),
                        new SourceConfig.Files(
                                "files-1",
                                List.of(folder + "/a"),
                                new SourceFormat.FlatJson(json),
                                FileOrder.STRICT,
                                Duration.ZERO,
                                megabytes),
                        new SourceConfig.Files(
                                "files-2",
                                List.of(folder + "/b"),
                                new SourceFormat.Csv(csv, new CsvDialect(',', false)),
                                FileOrder.ANY,
                                Duration.ZERO,
                                megabytes));
    }

    @Test
    void readsHowTimesVersionsAndOperationsAreWritten() throws IOException, ClassNotFoundException {
        JobConfig job =
                read(
                        """
                        ontology: ontology.yaml
                        sources:
                          - type: files
                            path: a
                            format: csv
                            entity_type: person
                            perspective: crm
                            uid: id
                            version: {column: updated, type: time, time: {unit: us}}
                            op: {column: o, delete: [D, true], upsert: I}
                            time: {format: dd/MM/yyyy, zone: Europe/Paris, open_end: [31/12/9999, 0]}
                            on_bad_time: drop_value
                            attributes:
                              city: {valid_from: since, valid_to: until}
                              name: {valid_to: day, time: {unit: days, inclusive_end: true}, on_bad_time: reject}
                        sinks: {conflicts: {type: files, path: out}}
                        """);
        ZoneId paris = ZoneId.of("Europe/Paris");
        List<String> open = List.of("31/12/9999", "0");
        TimeFormat time =
                new TimeFormat(
                        Optional.empty(),
                        List.of("dd/MM/yyyy"),
                        paris,
                        false,
                        List.of(),
                        open,
                        true);
        TimeFormat days =
                new TimeFormat(
                        Optional.of(TimeFormat.Unit.DAYS),
                        List.of(),
                        paris,
                        true,
                        List.of(),
                        open,
                        false);
        TimeFormat micros =
                new TimeFormat(
                        Optional.of(TimeFormat.Unit.US),
                        List.of(),
                        paris,
                        false,
                        List.of(),
                        open,
                        false);
        RecordMapping mapping =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        "id",
                        Optional.of(new VersionColumn("updated", VersionColumn.Type.TIME, micros)),
                        Optional.of(
                                new OpColumn(
                                        "o",
                                        Map.of("I", Op.UPSERT, "D", Op.DELETE, "true", Op.DELETE))),
                        Optional.of(
                                List.of(
                                        new AttributeColumn(
                                                "city",
                                                "city",
                                                Optional.of("since"),
                                                Optional.of("until"),
                                                time),
                                        new AttributeColumn(
                                                "name",
                                                "name",
                                                Optional.empty(),
                                                Optional.of("day"),
                                                days))));
        assertThat(job.sources())
                .extracting(source -> ((SourceConfig.Files) source).format())
                .containsExactly(new SourceFormat.Csv(mapping, new CsvDialect(',', false)));
        assertThat(copied(mapping)).isEqualTo(mapping);
    }

    @Test
    void readsTheExample() {
        JobConfig job = JobConfigReader.read(Path.of("conf/job-example.yaml"));
        assertThat(job.name()).isEqualTo("job-example");
        assertThat(job.ontologyDocument().file()).isEqualTo("conf/ontology-example.yaml");
        assertThat(job.sources())
                .extracting(SourceConfig::name)
                .containsExactly(
                        "census", "files-1", "customers", "reviewed", "files-4", "state-0");
        assertThat(job.snapshots())
                .containsExactly(
                        new SnapshotConfig(
                                "shop", "customers", SnapshotConfig.DEFAULT_MAX_DELETED));
        assertThat(job.sources().get(5))
                .isEqualTo(
                        new SourceConfig.State(
                                "state-0",
                                Path.of("conf/savepoints/savepoint-1")
                                        .toAbsolutePath()
                                        .toString()));
        assertThat(job.sinks().byOutput()).containsOnlyKeys(Output.values());
        // The example shows the defaults, so leaving them out changes nothing.
        assertThat(job.batch()).isEqualTo(BatchConfig.DEFAULT);
        assertThat(job.cache()).isEqualTo(CacheConfig.DEFAULT);
        assertThat(job.checkpointInterval()).isEqualTo(JobConfig.DEFAULT_CHECKPOINT_INTERVAL);
        assertThat(((SourceConfig.Files) job.sources().get(0)).maxRecordBytes())
                .isEqualTo(SourceConfig.Files.DEFAULT_MAX_RECORD_BYTES);
    }

    /** The lines that are commented out because others are in their place. */
    @Test
    void readsWhatTheExampleHasInComments() throws IOException {
        String text =
                Files.readString(Path.of("conf/job-example.yaml"))
                        .replaceAll("(?m)^  (entities|assignments|golden_values): .*\n", "")
                        .replaceAll("(?m)^  # ([a-z_]+: \\{type: (jdbc|paimon|iceberg),)", "  $1")
                        .replaceAll(
                                "(?m)^# (postgresql:$|  (url|username|password|schema|[a-z]+_[a-z]+): )",
                                "$1")
                        .replace("  # - {type: files", "  - {type: files")
                        .replace(
                                "ontology-example.yaml",
                                Path.of("conf/ontology-example.yaml").toAbsolutePath().toString());
        JobConfig job = read(text);
        assertThat(job.sources()).hasSize(7);
        Map<Output, SinkConfig> sinks = job.sinks().byOutput();
        PostgresConfig connection =
                ((SinkConfig.Jdbc) Objects.requireNonNull(sinks.get(Output.ENTITIES))).connection();
        assertThat(connection.schema()).isEqualTo("kindred");
        assertThat(connection.batchRecords()).isEqualTo(PostgresConfig.DEFAULT_BATCH_RECORDS);
        assertThat(sinks.get(Output.ASSIGNMENTS))
                .extracting("format", "database", "table")
                .containsExactly(LakeFormat.PAIMON, "kindred", "assignments");
        assertThat(sinks.get(Output.GOLDEN_VALUES))
                .extracting("format", "table")
                .containsExactly(LakeFormat.ICEBERG, "golden_values");
    }

    @Test
    void eachOfTheTwoSettingsOfLargeEntitiesHasItsOwnDefault() throws IOException {
        String job =
                "ontology: {entity_types: {\"*\": {}}}\nsources: [{type: files, path: in, format: record}]\n"
                        + "sinks: {entities: {type: files, path: out}}\n";
        assertThat(read(job + "large_entities: {records: 1}").largeEntities())
                .isEqualTo(new LargeEntitiesConfig(1, Duration.ofSeconds(5)));
        assertThat(read(job + "large_entities: {restate_interval_ms: 3600000}").largeEntities())
                .isEqualTo(new LargeEntitiesConfig(1000, Duration.ofHours(1)));
    }

    @Test
    void deadLettersAreLimitedByNumberOrByShareAfterAThousand() throws IOException {
        String job =
                "ontology: {entity_types: {\"*\": {}}}\nsources: [{type: files, path: in, format: record}]\n"
                        + "sinks: {entities: {type: files, path: out}}\n";
        assertThat(read(job + "max_dead_letters: 0").maxDeadLetters())
                .contains(new CountLimit.Number(0));
        assertThat(read(job + "max_dead_letters: {share: 1}").maxDeadLetters())
                .contains(new CountLimit.Share(BigDecimal.ONE, 1000));
    }

    @Test
    void survivesTheRoadToOperators() throws IOException, ClassNotFoundException {
        JobConfig job = JobConfigReader.read(Path.of("conf/job-example.yaml"));
        for (Object part :
                List.of(
                        job.sources().get(0),
                        job.sources().get(1),
                        job.sources().get(2),
                        job.sources().get(3),
                        job.sources().get(4),
                        job.sinks(),
                        job.batch(),
                        job.retention(),
                        job.cache(),
                        job.largeEntities(),
                        job.ontologyDocument())) {
            assertThat(copied(part)).isEqualTo(part);
        }
    }

    /** What is left of an object that went through Java's serialisation. */
    private static Object copied(Object part) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(part);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void letsSinksLieBesideWhatSourcesRead() throws IOException {
        JobConfig job =
                read(
                        """
                        ontology: ontology.yaml
                        sources:
                          - {type: files, path: ["data", "more/*.csv"], format: record}
                        sinks:
                          entities: {type: files, path: data-out}
                          conflicts: {type: files, path: more/out}
                        """);
        assertThat(job.sinks().byOutput()).hasSize(2);
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertWrong(missing, missing + ": does not exist");
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertWrong(binary, binary + ": is not UTF-8 text");
        write("job.yaml", "ontology: binary.yaml");
        assertWrong(
                folder.resolve("job.yaml"),
                folder + "/job.yaml: ontology: the file " + binary + " is not UTF-8 text");
        write("job.yaml", "ontology: missing.yaml");
        assertWrong(
                folder.resolve("job.yaml"),
                folder + "/job.yaml: ontology: the file " + missing + " does not exist");
        assertThatThrownBy(() -> JobConfigReader.read(folder))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(folder + ": cannot be read: ");
    }

    @Test
    void namesTheFileAndPathInTheOntology() throws IOException {
        write("ontology.yaml", "entity_types: {person: {keys: []}}");
        write("my.job.yaml", MINIMAL);
        String problem =
                "unknown field 'keys'; known fields: identity_keys, score, strong_identifiers,"
                        + " one_per_perspective, constraints, attributes, retention";
        assertWrong(jobFile(), folder + "/ontology.yaml: entity_types.person.keys: " + problem);
        write("my.job.yaml", "ontology: {entity_types: {person: {keys: []}}}");
        assertWrong(jobFile(), jobFile() + ": ontology.entity_types.person.keys: " + problem);
    }

    private static void assertWrong(Path file, String message) {
        assertThatThrownBy(() -> JobConfigReader.read(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }

    private JobConfig read(String text) throws IOException {
        write("my.job.yaml", text);
        return JobConfigReader.read(jobFile());
    }

    private Path jobFile() {
        return folder.resolve("my.job.yaml");
    }

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
