package io.kindred.flink.config;

import io.kindred.codec.InvalidConfigException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class WrongKafkaFieldsTest {

    private static final String ONTOLOGY = "ontology: {entity_types: {person: {}}}\n";
    private static final String SOURCES = "sources: [{type: files, path: in, format: record}]\n";
    private static final String SINKS = "sinks: {entities: {type: files, path: out}}\n";
    private static final String SERVERS = "bootstrap_servers: 'b:9092'";
    private static final String MAPPING =
            "entity_type: person, perspective: p, uid: id, attributes: all";
    private static final String TIMES =
            "or a time (an ISO-8601 date or date-time, or epoch milliseconds)";
    private static final String PREFIX = "transactional_id_prefix";

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource({"wrongSources", "wrongFormats", "wrongProperties", "wrongQueries", "wrongSinks"})
    void areNamedWithWhatWasExpected(String text, String problem) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, text);

        assertThatThrownBy(() -> JobConfigReader.read(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ": " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{env: 'sesame!'}",
                "{file: sesame}",
                "{env: sesame, file: /sesame}",
                "{var: sesame}",
                "[sesame]"
            })
    void doNotShowWhatMayBeASecret(String value) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(
                file,
                source(
                        SERVERS
                                + ", topic: t, format: record, properties: {ssl.key.password: "
                                + value
                                + "}"));

        assertThatThrownBy(() -> JobConfigReader.read(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sources[0].properties[\"ssl.key.password\"]")
                .hasMessageNotContaining("sesame");
    }

    static Stream<Arguments> wrongSources() {
        return Stream.of(
                wrong(
                        "topic: t, format: record",
                        ".bootstrap_servers: missing; expected host:port here, or under kafka for"
                                + " all sources and sinks"),
                wrong(
                        "bootstrap_servers: b, topic: t, format: record",
                        ".bootstrap_servers: expected host:port, found 'b'"),
                wrong(
                        "bootstrap_servers: 'b:1,', topic: t, format: record",
                        ".bootstrap_servers: expected host:port, found ''"),
                wrong(
                        "bootstrap_servers: [], topic: t, format: record",
                        ".bootstrap_servers: empty; expected at least one host:port"),
                wrong(
                        "bootstrap_servers: ['b:1', c], topic: t, format: record",
                        ".bootstrap_servers[1]: expected host:port, found 'c'"),
                wrong(
                        "bootstrap_servers: 7, topic: t, format: record",
                        ".bootstrap_servers: expected host:port or a list of them, found the"
                                + " number 7"),
                kafka("", ": expected one of topic, topics and topic_pattern, found none"),
                kafka(
                        "topic: t, topics: [t]",
                        ": expected one of topic, topics and topic_pattern, found several"),
                kafka("topics: []", ".topics: empty; expected at least one topic"),
                kafka("topics: [a, a]", ".topics[1]: 'a' occurs twice; leave one out"),
                kafka(
                        "topic: 'a b'",
                        ".topic: expected the name of a topic (at most 249 letters, digits, '.',"
                                + " '_' and '-'), found 'a b'"),
                kafka(
                        "topic_pattern: 'a('",
                        ".topic_pattern: 'a(' is not a regular expression: Unclosed group"),
                kafka("topic: t, group_id: ''", ".group_id: expected a non-empty string, found ''"),
                kafka(
                        "topic: t, start: erliest",
                        ".start: expected earliest, latest, committed, "
                                + TIMES
                                + ", found 'erliest'; did you mean 'earliest'?"),
                kafka(
                        "topic: t, start: [earliest]",
                        ".start: expected earliest, latest, committed, "
                                + TIMES
                                + ", found a list"),
                kafka(
                        "topic: t, start: 1969-12-31",
                        ".start: expected a time since 1970, found '1969-12-31'"),
                kafka(
                        "topic: t, start: -1",
                        ".start: expected a 64-bit integer of at least 0, found the number -1"),
                kafka(
                        "topic: t, end: earliest",
                        ".end: expected never, latest, " + TIMES + ", found 'earliest'"),
                kafka(
                        "topic: t, on_data_loss: contnue",
                        ".on_data_loss: unknown rule 'contnue'; did you mean 'continue'? Expected"
                                + " one of fail, continue"),
                kafka(
                        "topic: t, start: latest, start_fallback: latest",
                        ".start_fallback: only for start: committed; leave it out"),
                kafka(
                        "topic: t, start: committed, start_fallback: now",
                        ".start_fallback: unknown position 'now'; expected one of earliest,"
                                + " latest"),
                kafka(
                        "topic: t, end: latest, partition_discovery_interval_ms: 5",
                        ".partition_discovery_interval_ms: only for a source without an end; "
                                + "others look for partitions only when they start; leave it out"),
                kafka(
                        "topic: t, partition_discovery_interval_ms: -1",
                        ".partition_discovery_interval_ms: expected an integer from 0 to"
                                + " 2147483647, found the number -1"),
                arguments(
                        source(SERVERS + ", topic: t, format: record") + "output: final",
                        "output: final needs bounded input, but the source 'kafka-0' is "
                                + "unbounded; give it an end, or use changelog"),
                arguments(
                        ONTOLOGY
                                + SINKS
                                + "sources: [{type: hybrid, files: {path: a, format: record},"
                                + " kafka: {start: latest, topic: t, format: record, "
                                + SERVERS
                                + "}}]",
                        "sources[0].kafka.start: the start after files must be fixed; expected "
                                + "earliest or a time"),
                arguments(
                        ONTOLOGY + SINKS + "sources: [{type: hybrid, files: {path: a, format: b}}]",
                        "sources[0].kafka: missing; expected the topics to read after the files"));
    }

    static Stream<Arguments> wrongFormats() {
        return Stream.of(
                wrong(
                        SERVERS + ", topic: t",
                        ".format: missing; expected one of record, json, avro, protobuf,"
                                + " json_schema, debezium"),
                wrong(
                        SERVERS + ", topic: t, format: csv",
                        ".format: csv needs a header line, which messages do not have; expected "
                                + "one of record, json, avro, protobuf, json_schema, debezium"),
                wrong(
                        SERVERS + ", topic: t, format: thrift",
                        ".format: unknown format 'thrift'; expected one of record, json, avro,"
                                + " protobuf, json_schema, debezium"),
                wrong(
                        SERVERS + ", topic: t, format: avro, " + MAPPING,
                        ".format: needs a schema registry; set schema_registry here, or at the top"
                                + " of the job file for all sources"),
                wrong(
                        SERVERS
                                + ", topic: t, format: json, schema_registry: {url: http://r}, "
                                + MAPPING,
                        ".schema_registry: only for formats avro, protobuf, json_schema and"
                                + " debezium; leave it out"),
                wrong(
                        SERVERS + ", topic: t, format: avro, schema_registry: {url: r:80}",
                        ".schema_registry.url: expected a URL such as"
                                + " https://registry.example.org:8081, without a user"),
                wrong(
                        SERVERS + ", topic: t, format: avro, schema_registry: {url: []}",
                        ".schema_registry.url: empty; expected at least one URL"),
                wrong(
                        SERVERS
                                + ", topic: t, format: avro, schema_registry: {url: http://r,"
                                + " username: u}",
                        ".schema_registry.username: set without password; set both, or neither"),
                wrong(
                        SERVERS
                                + ", topic: t, format: avro, schema_registry: {url: http://r,"
                                + " username: u, password: p, token: t}",
                        ".schema_registry.token: set besides username; expected one of both: a"
                                + " token, or username and password"),
                kafka(
                        "topic: t, uid: id",
                        ".uid: not allowed with format record, whose records have their own "
                                + "fields; leave it out, or use format json"),
                kafka(
                        "topic: t, snapshots: at_position",
                        ".snapshots: only for format debezium; leave it out"),
                kafka(
                        "topic: t, tombstones: drop",
                        ".tombstones: unknown rule 'drop'; expected one of reject, ignore, delete, erase"),
                kafka(
                        "topic: t, tombstones: delete",
                        ".tombstones: delete needs a key that names a record; expected reject or"
                                + " ignore, or records of format json, avro, protobuf or"
                                + " json_schema"),
                wrong(
                        SERVERS + ", topic: t, format: debezium, tombstones: ignore, " + MAPPING,
                        ".tombstones: format debezium ignores tombstones, which only repeat the "
                                + "delete before them; leave it out"),
                wrong(
                        SERVERS + ", topic: t, format: debezium, op: o, " + MAPPING,
                        ".op: not allowed with format debezium, whose events have their own op; "
                                + "leave it out"),
                wrong(
                        SERVERS + ", topic: t, format: debezium, snapshots: first, " + MAPPING,
                        ".snapshots: unknown place 'first'; expected one of before_changes,"
                                + " at_position"),
                arguments(
                        ONTOLOGY
                                + SINKS
                                + "sources: [{type: files, path: a, format: debezium, "
                                + MAPPING
                                + "}]",
                        "sources[0].format: debezium is supported for Kafka only; expected one "
                                + "of record, csv, json, parquet, avro"));
    }

    static Stream<Arguments> wrongProperties() {
        return Stream.of(
                property("group.id: g", "group.id", "use the field group_id instead"),
                property(
                        "isolation.level: read_uncommitted",
                        "isolation.level",
                        "it is read_committed, so that aborted messages are not read; leave it "
                                + "out"),
                property(
                        "value.deserializer: X",
                        "value.deserializer",
                        "the job sets it itself; leave it out"),
                property(
                        "config.providers: env",
                        "config.providers",
                        "write {env: NAME} or {file: PATH} for a value that is not in the job"
                                + " file"),
                property(
                        "config.providers.env.class: X",
                        "config.providers.env.class",
                        "write {env: NAME} or {file: PATH} for a value that is not in the job"
                                + " file"),
                arguments(
                        ONTOLOGY + SOURCES + SINKS + "kafka: {properties: {acks: 1}}",
                        "kafka.properties.acks: cannot be set here: it is all, so that no "
                                + "message is lost; leave it out"),
                arguments(
                        ONTOLOGY + SOURCES + SINKS + "kafka: {servers: x}",
                        "kafka.servers: unknown field 'servers'; known fields: bootstrap_servers,"
                                + " properties"),
                kafka(
                        "topic: t, properties: {client.id: }",
                        ".properties[\"client.id\"]: expected a string, number or boolean, {env:"
                                + " NAME} or {file: PATH}, found nothing"),
                kafka(
                        "topic: t, properties: {sasl.jaas.config: 'M required password=${env:P};'}",
                        ".properties[\"sasl.jaas.config\"]: ${env:…} and ${file:…} must be "
                                + "inside quotes, as in password=\"${env:PASSWORD}\""),
                kafka(
                        "topic: t, properties: {client.id: {}}",
                        ".properties[\"client.id\"]: expected {env: NAME} or {file: PATH}"));
    }

    static Stream<Arguments> wrongQueries() {
        return Stream.of(
                query("", ": expected one of topic, topics and topic_pattern, found none"),
                query(
                        "topic: t, format: record",
                        ".format: unknown field 'format'; known fields: type, name,"
                                + " bootstrap_servers, properties, topic, topics, topic_pattern,"
                                + " group_id, start, start_fallback, end, on_data_loss,"
                                + " partition_discovery_interval_ms"),
                query(
                        "topic: t, end: latest, partition_discovery_interval_ms: 5",
                        ".partition_discovery_interval_ms: only for a source without an end; "
                                + "others look for partitions only when they start; leave it out"),
                query(
                        "topic: t, properties: {group.id: g}",
                        ".properties[\"group.id\"]: cannot be set here: use the field group_id "
                                + "instead"),
                arguments(
                        queries("topic: ask", "t") + "output: final",
                        "output: final needs bounded input, but the source of queries 'kafka-0' "
                                + "is unbounded; give it an end, or use changelog"),
                arguments(
                        queries("topic: t", "t"),
                        "sinks.answers.topic: the topic 't' is read by the source 'kafka-0'; "
                                + "expected another topic"));
    }

    static Stream<Arguments> wrongSinks() {
        return Stream.of(
                sink("", ".topic: missing; expected the name of a topic"),
                sink(
                        "topic: t, delivery: at_most_once",
                        ".delivery: unknown delivery 'at_most_once'; expected one of"
                                + " exactly_once, at_least_once"),
                sink(
                        "topic: t, delivery: at_least_once, transaction_timeout_ms: 60000",
                        ".transaction_timeout_ms: only for delivery: exactly_once; leave it out"),
                sink(
                        "topic: t, delivery: at_least_once, transactional_id_prefix: a",
                        ".transactional_id_prefix: only for delivery: exactly_once; leave it out"),
                sink(
                        "topic: t, transaction_timeout_ms: 9999",
                        ".transaction_timeout_ms: expected an integer from 10000 to 2147483647,"
                                + " found the number 9999"),
                sink(
                        "topic: t, max_message_bytes: 5000",
                        ".max_message_bytes: only for dead_letters, because rows are never cut; "
                                + "use the property max.request.size"),
                sink(
                        "topic: t, properties: {transactional.id: a}",
                        ".properties[\"transactional.id\"]: cannot be set here: use the field "
                                + "transactional_id_prefix instead"),
                arguments(
                        sinks("entities: " + kafkaSink("t") + ", conflicts: " + kafkaSink("t")),
                        "sinks.conflicts.topic: the topic 't' is already used by "
                                + "sinks.entities.topic; each output needs its own"),
                arguments(
                        sinks(
                                "entities: "
                                        + kafkaSink("t, " + PREFIX + ": x")
                                        + ", conflicts: "
                                        + kafkaSink("u, " + PREFIX + ": x")),
                        "sinks.conflicts: the transactional_id_prefix 'x' is already used by "
                                + "sinks.entities; each output needs its own"),
                arguments(
                        ONTOLOGY
                                + "sources: [{type: kafka, name: in, topic_pattern: 'a.*', format:"
                                + " record, "
                                + SERVERS
                                + "}]\nsinks: {entities: "
                                + kafkaSink("abc")
                                + "}",
                        "sinks.entities.topic: the topic 'abc' is read by the source 'in'; "
                                + "expected another topic"));
    }

    private static Arguments wrong(String fields, String problem) {
        return arguments(source(fields), "sources[0]" + problem);
    }

    private static Arguments kafka(String fields, String problem) {
        return wrong(SERVERS + ", format: record, " + fields, problem);
    }

    private static Arguments property(String property, String name, String problem) {
        return kafka(
                "topic: t, properties: {" + property + "}",
                ".properties[\"" + name + "\"]: cannot be set here: " + problem);
    }

    private static Arguments query(String fields, String problem) {
        return arguments(queries(fields, "answers"), "queries[0]" + problem);
    }

    private static String queries(String fields, String answers) {
        return sinks("entities: {type: files, path: out}, answers: " + kafkaSink(answers))
                + "\nqueries: [{type: kafka, "
                + SERVERS
                + (fields.isEmpty() ? "" : ", " + fields)
                + "}]\n";
    }

    private static Arguments sink(String fields, String problem) {
        return arguments(
                sinks("entities: {type: kafka, " + SERVERS + ", " + fields + "}"),
                "sinks.entities" + problem);
    }

    private static String kafkaSink(String topic) {
        return "{type: kafka, " + SERVERS + ", topic: " + topic + "}";
    }

    private static String source(String fields) {
        return ONTOLOGY + SINKS + "sources: [{type: kafka, " + fields + "}]\n";
    }

    private static String sinks(String sinks) {
        return ONTOLOGY + SOURCES + "sinks: {" + sinks + "}";
    }
}
