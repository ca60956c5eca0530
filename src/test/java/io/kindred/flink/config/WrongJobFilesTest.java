package io.kindred.flink.config;

import io.kindred.codec.InvalidConfigException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class WrongJobFilesTest {

    private static final String ONTOLOGY = "ontology: {entity_types: {person: {}, company: {}}}\n";
    private static final String SOURCES = "sources: [{type: files, path: in, format: record}]\n";
    private static final String SINKS = "sinks: {entities: {type: files, path: out}}\n";
    private static final String MAPPING_OR_CSV =
            "type, name, path, order, watch, format, encoding, max_record_bytes,"
                    + " full_snapshot, max_deleted, perspective, entity_type, uid, version, op,"
                    + " attributes, time, on_bad_time, delimiter, multiline, comment, columns, content, decision, left, right,"
                    + " reason";

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource({
        "wrongJobs",
        "wrongSources",
        "wrongMappings",
        "wrongTimes",
        "wrongSinks",
        "wrongQueries"
    })
    void namesWhatIsWrong(String text, String problem) throws IOException {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, text);
        assertThatThrownBy(() -> JobConfigReader.read(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ": " + problem.replace("FOLDER", folder.toString()));
    }

    static Stream<Arguments> wrongJobs() {
        String quote = "; quote it if it is meant as text";
        return Stream.of(
                arguments("", "is empty; expected one document"),
                arguments("[a]", "expected an object, found a list"),
                arguments(
                        "a: 'b",
                        "line 1, column 6: not valid YAML: while scanning a quoted scalar, found"
                                + " unexpected end of stream"),
                arguments(
                        "{}",
                        "ontology: missing; expected the path of an ontology file, or an ontology"),
                job(
                        "source: []",
                        "source: unknown field 'source'; did you mean 'sources'? Known fields:"
                                + " name, ontology, shards, timeline, kafka, schema_registry, postgresql, sources, queries, sinks,"
                                + " output, max_dead_letters, batch, cache, now, now_step, forget_deleted_after,"
                                + " recorded_at, conflicts_format, large_entities, withdrawal_delay_ms,"
                                + " checkpoint_interval_ms, flink"),
                job(
                        "conflicts_format: 3",
                        "conflicts_format: expected an integer from 1 to 2, found the number"
                                + " 3"),
                arguments(
                        ONTOLOGY
                                + SOURCES
                                + "sinks: {conflicts: {type: files, path: out, format: parquet}}\n"
                                + "conflicts_format: 1",
                        "conflicts_format: the sink of conflicts has the format parquet, whose columns"
                                + " are those of conflicts_format 2; expected 2, or format: jsonl"),
                job(
                        "max_dead_letters: -1",
                        "max_dead_letters: expected a 64-bit integer of at least 0, found the"
                                + " number -1"),
                job(
                        "max_dead_letters: {after: 5}",
                        "max_dead_letters.share: missing; expected a number from 0 to 1"),
                job(
                        "max_dead_letters: {share: 1.1}",
                        "max_dead_letters.share: expected a number from 0 to 1, found the number"
                                + " 1.1"),
                job(
                        "max_dead_letters: {share: '0.1'}",
                        "max_dead_letters.share: expected a number from 0 to 1, found the text"
                                + " '0.1'"),
                job(
                        "max_dead_letters: {share: .nan}",
                        "max_dead_letters.share: expected a number from 0 to 1, found the number"
                                + " .nan"),
                job("name: ''", "name: expected a non-empty string, found ''"),
                job("name: 7", "name: expected a string, found the number 7" + quote),
                job("name: ", "name: expected a string, found nothing"),
                arguments(
                        "ontology: ",
                        "ontology: expected the path of an ontology file, or an ontology, found"
                                + " nothing"),
                arguments(
                        "ontology: [a]",
                        "ontology: expected the path of an ontology file, or an ontology, found a"
                                + " list"),
                arguments("ontology: ''", "ontology: expected a non-empty string, found ''"),
                arguments(
                        "ontology: \"a\\0b\"",
                        "ontology: 'a\0b' is not a path: Nul character not allowed"),
                arguments(
                        "ontology: none.yaml",
                        "ontology: the file FOLDER/none.yaml does not exist"),
                arguments(
                        "ontology: {entity_types: {}}",
                        "ontology.entity_types: empty; expected at least one entity type, or '*'"
                                + " for any"),
                job("shards: 0", "shards: expected an integer from 1 to 32768, found the number 0"),
                job(
                        "shards: 1.0",
                        "shards: expected an integer from 1 to 32768, found the number 1.0"),
                job(
                        "shards: 32769",
                        "shards: expected an integer from 1 to 32768, found the number 32769"),
                job(
                        "timeline: milis",
                        "timeline: unknown timeline 'milis'; did you mean 'millis'? Expected one of"
                                + " millis, integer"),
                job(
                        "timeline: MILLIS",
                        "timeline: unknown timeline 'MILLIS'; did you mean 'millis'? Expected one"
                                + " of millis, integer"),
                job(
                        "output: last",
                        "output: unknown output 'last'; expected one of changelog, final"),
                job("output: [final]", "output: expected one of changelog, final, found a list"),
                job("batch: 100", "batch: expected an object, found the number 100"),
                job(
                        "batch: {record: 1}",
                        "batch.record: unknown field 'record'; did you mean 'records'? Known"
                                + " fields: records, interval_ms, bytes"),
                job(
                        "batch: {records: 0}",
                        "batch.records: expected an integer from 1 to 1000000, found the number 0"),
                job(
                        "batch: {records: 1000001}",
                        "batch.records: expected an integer from 1 to 1000000, found the number"
                                + " 1000001"),
                job(
                        "batch: {interval_ms: 0}",
                        "batch.interval_ms: expected an integer from 1 to 60000, found the number"
                                + " 0"),
                job(
                        "batch: {interval_ms: 60001}",
                        "batch.interval_ms: expected an integer from 1 to 60000, found the number"
                                + " 60001"),
                job(
                        "batch: {interval_ms: 1s}",
                        "batch.interval_ms: expected an integer from 1 to 60000, found the text"
                                + " '1s'"),
                job(
                        "batch: {bytes: 0}",
                        "batch.bytes: expected an integer from 1 to 1073741824, found the number"
                                + " 0"),
                job(
                        "batch: {bytes: 1073741825}",
                        "batch.bytes: expected an integer from 1 to 1073741824, found the number"
                                + " 1073741825"),
                job(
                        "large_entities: {held_bytes: -1}",
                        "large_entities.held_bytes: expected an integer from 0 to 17179869184,"
                                + " found the number -1"),
                job(
                        "large_entities: {held_bytes: 17179869185}",
                        "large_entities.held_bytes: expected an integer from 0 to 17179869184,"
                                + " found the number 17179869185"),
                job("cache: 32m", "cache: expected an object, found the text '32m'"),
                job(
                        "cache: {byte: 1}",
                        "cache.byte: unknown field 'byte'; did you mean 'bytes'? Known fields:"
                                + " bytes, compared_records, scores"),
                job(
                        "cache: {bytes: -1}",
                        "cache.bytes: expected an integer from 0 to 17179869184, found the number"
                                + " -1"),
                job(
                        "cache: {bytes: 17179869185}",
                        "cache.bytes: expected an integer from 0 to 17179869184, found the number"
                                + " 17179869185"),
                job(
                        "large_entities: 1000",
                        "large_entities: expected an object, found the number 1000"),
                job(
                        "large_entities: {record: 1}",
                        "large_entities.record: unknown field 'record'; did you mean 'records'?"
                                + " Known fields: records, restate_interval_ms, held_bytes"),
                job(
                        "large_entities: {records: 0}",
                        "large_entities.records: expected an integer from 1 to 1000000000, found"
                                + " the number 0"),
                job(
                        "large_entities: {records: 1000000001}",
                        "large_entities.records: expected an integer from 1 to 1000000000, found"
                                + " the number 1000000001"),
                job(
                        "large_entities: {restate_interval_ms: -1}",
                        "large_entities.restate_interval_ms: expected an integer from 0 to"
                                + " 3600000, found the number -1"),
                job(
                        "large_entities: {restate_interval_ms: 3600001}",
                        "large_entities.restate_interval_ms: expected an integer from 0 to"
                                + " 3600000, found the number 3600001"),
                job(
                        "withdrawal_delay_ms: -1",
                        "withdrawal_delay_ms: expected an integer from 0 to 60000, found the number"
                                + " -1"),
                job(
                        "withdrawal_delay_ms: 60001",
                        "withdrawal_delay_ms: expected an integer from 0 to 60000, found the number"
                                + " 60001"),
                job(
                        "checkpoint_interval_ms: 9",
                        "checkpoint_interval_ms: expected an integer from 10 to 86400000, found"
                                + " the number 9"),
                job(
                        "checkpoint_interval_ms: 86400001",
                        "checkpoint_interval_ms: expected an integer from 10 to 86400000, found"
                                + " the number 86400001"),
                job(
                        "checkpoint_interval_ms: 10s",
                        "checkpoint_interval_ms: expected an integer from 10 to 86400000, found"
                                + " the text '10s'"),
                job("flink: [a]", "flink: expected an object, found a list"),
                job(
                        "flink: {parallelism: {default: 2}}",
                        "flink.parallelism: expected a string, number or boolean (write the"
                                + " option's whole name as one field: 'parallelism.default: 2'),"
                                + " found an object"),
                job(
                        "flink: {a.b: [c]}",
                        "flink[\"a.b\"]: expected a string, number or boolean, found a list"),
                job(
                        "flink: {a.b: }",
                        "flink[\"a.b\"]: expected a string, number or boolean, found nothing"),
                job("flink: {'': a}", "flink[\"\"]: expected a non-empty name, found ''"));
    }

    static Stream<Arguments> wrongSources() {
        return Stream.of(
                arguments(
                        ONTOLOGY + SINKS,
                        "sources: missing; expected a list of at least one source"),
                sources("[]", "sources: empty; expected at least one source"),
                sources("", "sources: empty; expected at least one source"),
                sources("{type: files}", "sources: expected a list, found an object"),
                sources("[in]", "sources[0]: expected an object, found the text 'in'"),
                sources(
                        "[{path: a, format: record}]",
                        "sources[0].type: missing; expected the type of source: one of files, kafka,"
                                + " hybrid, state"),
                sources(
                        "[{type: pulsar, topic: a}]",
                        "sources[0].type: unknown source type 'pulsar'; expected one of files,"
                                + " kafka, hybrid, state"),
                sources(
                        "[{type: file, path: a}]",
                        "sources[0].type: unknown source type 'file'; did you mean 'files'?"
                                + " Expected one of files, kafka, hybrid, state"),
                sources(
                        "[{type: state}]",
                        "sources[0].path: missing; expected the folder of a savepoint or"
                                + " checkpoint"),
                sources(
                        "[{type: state, path: a, format: record}]",
                        "sources[0].format: unknown field 'format'; known fields: type, name,"
                                + " path"),
                source(
                        "path: a, foramt: record",
                        ".foramt: unknown field 'foramt'; did you mean 'format'? Known fields: "
                                + MAPPING_OR_CSV),
                source(
                        "format: record",
                        ".path: missing; expected a file, folder or glob, or a list"),
                source("path: '', format: record", ".path: expected a non-empty string, found ''"),
                source(
                        "path: 3, format: record",
                        ".path: expected a path or a list of paths, found the number 3"),
                source("path: [], format: record", ".path: empty; expected at least one path"),
                source(
                        "path: [a, ''], format: record",
                        ".path[1]: expected a non-empty string, found ''"),
                source(
                        "path: a, format: record, order: name",
                        ".order: unknown order 'name'; expected one of strict, any"),
                source(
                        "path: a, format: record, watch: 10ms",
                        ".watch: expected the time between two looks for new files, such as 30s;"
                                + " at least 100ms, found the text '10ms'"),
                source(
                        "path: a, format: record, watch: soon",
                        ".watch: expected the time between two looks for new files, such as 30s;"
                                + " at least 100ms, found the text 'soon'"),
                arguments(
                        ONTOLOGY
                                + SINKS
                                + "sources: [{type: files, path: a, format: record, watch: 1m}]\n"
                                + "output: final",
                        "output: final needs bounded input, but the source 'files-0' is"
                                + " unbounded; give it an end, or use changelog"),
                source(
                        "path: a, format: parquet, encoding: utf-16, entity_type: person,"
                                + " perspective: crm, uid: id, attributes: all",
                        ".encoding: only for text; Parquet and Avro say themselves what they are"
                                + " in; leave it out"),
                source(
                        "path: a",
                        ".format: missing; expected one of record, csv, json, parquet, avro"),
                source(
                        "path: a, format: xml",
                        ".format: unknown format 'xml'; expected one of record, csv, json, parquet, avro"),
                source(
                        "path: a, format: records",
                        ".format: unknown format 'records'; did you mean 'record'? Expected one of"
                                + " record, csv, json, parquet, avro"),
                source(
                        "path: a, format: record, name: ''",
                        ".name: expected a non-empty string, found ''"),
                source(
                        "path: a, format: record, name: my source",
                        ".name: expected letters, digits, '_' and '-' only, found 'my source'"),
                source(
                        "path: a, format: record, max_record_bytes: 1023",
                        ".max_record_bytes: expected an integer from 1024 to 1073741824, found the"
                                + " number 1023"),
                source(
                        "path: a, format: record, max_record_bytes: 16 MiB",
                        ".max_record_bytes: expected an integer from 1024 to 1073741824, found the"
                                + " text '16 MiB'"),
                sources(
                        "[{type: files, name: a, path: a, format: record},"
                                + " {type: files, name: a, path: b, format: record}]",
                        "sources[1]: the name 'a' is already used by sources[0]; names of "
                                + "sources must differ"),
                sources(
                        "[{type: files, name: files-1, path: a, format: record},"
                                + " {type: files, path: b, format: record}]",
                        "sources[1]: the name 'files-1' is already used by sources[0]; names of "
                                + "sources must differ"),
                source("path: a, format: record, uid: id", ".uid: " + notForRecords()),
                source(
                        "path: a, format: record, attributes: all",
                        ".attributes: " + notForRecords()),
                source(
                        "path: a, format: record, entity_type: person",
                        ".entity_type: " + notForRecords()),
                source(
                        "path: a, format: record, perspective: crm",
                        ".perspective: " + notForRecords()),
                source("path: a, format: record, version: v", ".version: " + notForRecords()),
                source("path: a, format: record, op: o", ".op: " + notForRecords()),
                source(
                        "path: a, format: record, delimiter: ','",
                        ".delimiter: only for format csv; leave it out"),
                source(
                        "path: a, format: json, multiline: true",
                        ".multiline: only for format csv; leave it out"),
                source(
                        "path: a, format: json, comment: '#'",
                        ".comment: only for format csv; leave it out"),
                source(
                        "path: a, format: record, columns: [a]",
                        ".columns: only for format csv; leave it out"),
                source(
                        "path: a, format: record, encoding: windows-1552",
                        ".encoding: unknown encoding 'windows-1552'; did you mean 'windows-1252'?"
                                + " Expected a name such as windows-1252, iso-8859-1, utf-16 or"
                                + " utf-8"),
                source(
                        "path: a, format: record, encoding: some thing",
                        ".encoding: unknown encoding 'some thing'; expected a name such as"
                                + " windows-1252, iso-8859-1, utf-16 or utf-8"),
                source(
                        "path: a, format: record, encoding: iso-2022-jp",
                        ".encoding: the encoding 'iso-2022-jp' is not supported; expected a name"
                                + " such as windows-1252, iso-8859-1, utf-16 or utf-8"));
    }

    static Stream<Arguments> wrongMappings() {
        String typeFields = "; expected one of company, person";
        return Stream.of(
                csv(
                        "perspective: p, uid: u, attributes: all",
                        ".entity_type: missing; expected an entity type or {column: …}"),
                csv(
                        "entity_type: person, uid: u, attributes: all",
                        ".perspective: missing; expected a perspective or {column: …}"),
                csv(
                        "entity_type: person, perspective: p, attributes: all",
                        ".uid: missing; expected the column with the uid"),
                csv(
                        "entity_type: person, perspective: p, uid: u",
                        ".attributes: missing; expected 'all', or an object with the column of each"
                                + " attribute"),
                csv(
                        "entity_type: animal, perspective: p, uid: u, attributes: all",
                        ".entity_type: the ontology does not cover the entity type 'animal'"
                                + typeFields),
                csv(
                        "entity_type: '', perspective: p, uid: u, attributes: all",
                        ".entity_type: expected a non-empty string, found ''"),
                csv(
                        "entity_type: 3, perspective: p, uid: u, attributes: all",
                        ".entity_type: expected a string or an object with the field column, found"
                                + " the number 3"),
                csv(
                        "entity_type: {}, perspective: p, uid: u, attributes: all",
                        ".entity_type.column: missing; expected the name of a column"),
                csv(
                        "entity_type: {colum: c}, perspective: p, uid: u, attributes: all",
                        ".entity_type.colum: unknown field 'colum'; did you mean 'column'? Known"
                                + " fields: column"),
                csv(
                        "entity_type: {column: ''}, perspective: p, uid: u, attributes: all",
                        ".entity_type.column: expected a non-empty string, found ''"),
                csv(
                        "entity_type: person, perspective: '', uid: u, attributes: all",
                        ".perspective: expected a non-empty string, found ''"),
                csv(
                        "entity_type: person, perspective: \"a\\x1f\", uid: u, attributes: all",
                        ".perspective: contains U+001F, which is not allowed in a record's "
                                + "identity"),
                csv(
                        "entity_type: person, perspective: [p], uid: u, attributes: all",
                        ".perspective: expected a string or an object with the field column, found"
                                + " a list"),
                csv(
                        "entity_type: person, perspective: p, uid: '', attributes: all",
                        ".uid: expected a non-empty string, found ''"),
                csv(
                        "entity_type: person, perspective: p, uid: {column: u}, attributes: all",
                        ".uid: expected a string, found an object"),
                mapped(
                        "version: 3",
                        ".version: expected a string, found the number 3; quote it if"
                                + " it is meant as text"),
                mapped("version: ''", ".version: expected a non-empty string, found ''"),
                mapped("op: ''", ".op: expected a non-empty string, found ''"),
                mapped("delimiter: ''", ".delimiter: expected a non-empty string, found ''"),
                mapped("delimiter: '||'", ".delimiter: expected one ASCII character, found '||'"),
                mapped("delimiter: \"😀\"", ".delimiter: expected one ASCII character, found '😀'"),
                mapped(
                        "delimiter: '\"'",
                        ".delimiter: a quote or a line break cannot separate values; use another"),
                mapped(
                        "delimiter: \"\\n\"",
                        ".delimiter: a quote or a line break cannot separate values; use another"),
                mapped("multiline: 1", ".multiline: expected true or false, found the number 1"),
                mapped(
                        "comment: ','",
                        ".comment: begins with the delimiter, like a row whose first cell is empty"),
                mapped(
                        "comment: ' #'",
                        ".comment: expected a text without quotes, line breaks and white space at its beginning, such as \"#\""),
                mapped(
                        "columns: []",
                        ".columns: empty; expected the columns of the files, in their order"),
                mapped("columns: [id, '']", ".columns[1]: expected a non-empty string, found ''"),
                mapped("columns: [id, b, 'id ']", ".columns[2]: the column 'id ' is listed twice"),
                attributes(
                        "some",
                        ": expected 'all', or an object with the column of each attribute, found"
                                + " the text 'some'"),
                attributes(
                        "[a]",
                        ": expected 'all', or an object with the column of each attribute, found a"
                                + " list"),
                attributes("{}", ": empty; expected 'all' or at least one attribute"),
                attributes("{'': a}", "[\"\"]: expected a non-empty name, found ''"),
                attributes("{a: ''}", ".a: expected a non-empty string, found ''"),
                attributes(
                        "{a: 3}",
                        ".a: expected the name of a column, a list of columns, or an object with"
                                + " the fields column or columns, split, valid_from, valid_to,"
                                + " found the number 3"),
                attributes("{a: []}", ".a: empty; expected at least one column"),
                attributes("{a: [b, '']}", ".a[1]: expected a non-empty string, found ''"),
                attributes(
                        "{a: [b, [c]]}",
                        ".a[1]: expected the name of a column or an object with the field column,"
                                + " found a list"),
                attributes(
                        "{a: [b, {split: ';'}]}",
                        ".a[1].column: missing; expected the name of a column"),
                attributes(
                        "{a: [b, {column: b, split: ';'}]}",
                        ".a[1]: the column 'b' is listed twice"),
                attributes(
                        "{a: [{column: b, columns: [c]}]}",
                        ".a[0].columns: unknown field 'columns'; did you mean 'column'? Known"
                                + " fields: column, split, valid_from, valid_to, time,"
                                + " on_bad_time"),
                attributes(
                        "{a: {column: b, split: ''}}",
                        ".a.split: expected a non-empty string, found ''"),
                attributes(
                        "{a: {column: b, split: \"\\n\"}}",
                        ".a.split: a line break cannot separate values; use another"),
                attributes(
                        "{a: {colum: b}}",
                        ".a.colum: unknown field 'colum'; did you mean 'column'? Known fields:"
                                + " column, columns, split, valid_from, valid_to, time,"
                                + " on_bad_time"),
                attributes(
                        "{a: {columns: b}}",
                        ".a.columns: expected a list, found the text 'b'; write [b]"),
                attributes("{a: {columns: []}}", ".a.columns: empty; expected at least one column"),
                attributes(
                        "{a: {columns: [b, b]}}", ".a.columns[1]: the column 'b' is listed twice"),
                attributes(
                        "{a: {column: b, columns: [c]}}",
                        ".a.columns: only without column; leave one of them out"),
                attributes("{a: {column: ''}}", ".a.column: expected a non-empty string, found ''"),
                attributes(
                        "{a: {valid_from: ''}}",
                        ".a.valid_from: expected a non-empty string, found ''"),
                attributes(
                        "{a: {valid_to: 3}}",
                        ".a.valid_to: expected a string, found the number 3; quote it if it is"
                                + " meant as text"));
    }

    static Stream<Arguments> wrongQueries() {
        return Stream.of(
                queries(
                        "[]",
                        "queries: empty; expected at least one source of queries, or leave it out"),
                queries(
                        "[{}]",
                        "queries[0].type: missing; expected the type of source: one of files,"
                                + " kafka"),
                queries(
                        "[{type: files, path: ask, format: json}]",
                        "queries[0].format: unknown field 'format'; known"
                                + " fields: type, name, path"),
                queries(
                        "[{type: files}]",
                        "queries[0].path: missing; expected a file, folder or glob, or a list"),
                queries(
                        "[{type: files, path: []}]",
                        "queries[0].path: empty; expected at least one path"),
                queries(
                        "[{type: files, path: 7}]",
                        "queries[0].path: expected a path or a list of paths, found the number 7"),
                queries(
                        "[{type: files, name: a, path: b}, {type: files, name: a, path: c}]",
                        "queries[1]: the name 'a' is already used by queries[0]; names of "
                                + "queries must differ"),
                queries(
                        "[{type: files, path: out}]",
                        "sinks.entities.path: the folder 'out' is read by the source 'files-0' "
                                + "(FOLDER/out); expected another folder"),
                queries(
                        "[{type: files, path: ask}]",
                        "sinks: answers is missing; expected a sink for the answers to queries"),
                sinks(
                        "{entities: {type: files, path: out}, answers: {type: files, path: a}}",
                        "sinks: answers is set without queries; configure both, or neither"));
    }

    private static Arguments queries(String queries, String problem) {
        return arguments(ONTOLOGY + SOURCES + SINKS + "queries: " + queries, problem);
    }

    static Stream<Arguments> wrongSinks() {
        String none =
                "expected at least one of entities, assignments, conflicts, golden_values, records";
        return Stream.of(
                arguments(ONTOLOGY + SOURCES, "sinks: missing; " + none),
                sinks("", "sinks: " + none),
                sinks("{}", "sinks: " + none),
                sinks("{dead_letters: {type: files, path: out}}", "sinks: " + none),
                sinks("[a]", "sinks: expected an object, found a list"),
                sinks(
                        "{entites: {type: files, path: out}}",
                        "sinks.entites: unknown field 'entites'; did you mean 'entities'? Known"
                                + " fields: entities, assignments, conflicts, generic_keys,"
                                + " golden_values, records,"
                                + " dead_letters, answers, erasures"),
                sinks(
                        "{entities: out}",
                        "sinks.entities: expected an object, found the text 'out'"),
                sinks(
                        "{entities: }",
                        "sinks.entities.type: missing; expected the type of sink: one of files, kafka, jdbc, paimon, iceberg"),
                sinks(
                        "{entities: {type: pulsar, topic: a}}",
                        "sinks.entities.type: unknown sink type 'pulsar'; expected one of files,"
                                + " kafka, jdbc, paimon, iceberg"),
                sinks(
                        "{entities: {type: files}}",
                        "sinks.entities.path: missing; expected a folder"),
                sinks(
                        "{entities: {type: files, path: ''}}",
                        "sinks.entities.path: expected a non-empty string, found ''"),
                sinks(
                        "{entities: {type: files, path: [out]}}",
                        "sinks.entities.path: expected a string, found a list"),
                sinks(
                        "{entities: {type: files, path: out, format: json}}",
                        "sinks.entities.format: unknown file format 'json'; did you mean 'jsonl'?"
                                + " Expected one of jsonl, parquet"),
                sinks(
                        "{entities: {type: files, path: out}, conflicts: {type: files, path:"
                                + " a/../out/}}",
                        "sinks.conflicts.path: the folder 'a/../out/' is already used by "
                                + "sinks.entities.path; each output needs its own"),
                sinks(
                        "{entities: {type: files, path: 's3://b/x'}, conflicts: {type: files, path:"
                                + " 's3://b/x/'}}",
                        "sinks.conflicts.path: the folder 's3://b/x/' is already used by "
                                + "sinks.entities.path; each output needs its own"),
                sinkInSource("in", "in", "FOLDER/in"),
                sinkInSource("in/", "in/out", "FOLDER/in"),
                sinkInSource(".", "out", "FOLDER"),
                sinkInSource("/", "out", "/"),
                sinkInSource("in/*.jsonl", "in", "FOLDER/in/*.jsonl"),
                sinkInSource("in/*", "in/out", "FOLDER/in/*"),
                sinkInSource("*/*", "out", "FOLDER/*/*"),
                sinkInSource("in/**", "in/a/b", "FOLDER/in/**"),
                sinkInSource("s3://b/in", "s3://b/in/out", "s3://b/in"),
                sinkInSource("/data", "file:///data/out", "/data"));
    }

    private static Arguments job(String yaml, String problem) {
        return arguments(ONTOLOGY + SOURCES + SINKS + yaml, problem);
    }

    private static Arguments sources(String yaml, String problem) {
        return arguments(ONTOLOGY + SINKS + "sources: " + yaml, problem);
    }

    private static Arguments source(String yaml, String problem) {
        return sources("[{type: files, " + yaml + "}]", "sources[0]" + problem);
    }

    private static Arguments csv(String yaml, String problem) {
        return source("path: a, format: csv, " + yaml, problem);
    }

    static Stream<Arguments> wrongTimes() {
        String readBack =
                "which cannot be read back; year is yyyy, month MM, day dd, hour HH, minute mm,"
                        + " second ss";
        return Stream.of(
                mapped(
                        "time: s",
                        ".time: expected an object such as {unit: s} or {format: dd/MM/yyyy}, found"
                                + " the text 's'"),
                mapped(
                        "time: {units: s}",
                        ".time.units: unknown field 'units'; did you mean 'unit'? Known fields:"
                                + " unit, format, zone, inclusive_end, open_start, open_end"),
                mapped(
                        "time: {unit: minutes}",
                        ".time.unit: unknown unit 'minutes'; expected one of s, ms, us, ns, days,"
                                + " excel_days"),
                mapped(
                        "time: {unit: s, format: yyyy}",
                        ".time.unit: not allowed beside format, which also reads digits; leave one"
                                + " out"),
                mapped(
                        "time: {format: yyyy-mm-dd}",
                        ".time.format: 'yyyy-mm-dd' is no pattern of a time such as dd/MM/yyyy or"
                                + " iso: it writes 2019-11-28 13:14 as '2019-14-28', "
                                + readBack),
                mapped(
                        "time: {format: 'dd/MM/yyyy hh:mm'}",
                        ".time.format: 'dd/MM/yyyy hh:mm' is no pattern of a time such as"
                                + " dd/MM/yyyy or iso: it writes 2019-11-28 13:14 as '28/11/2019"
                                + " 01:14', "
                                + readBack),
                mapped(
                        "time: {format: DD.MM.YYYY}",
                        ".time.format: 'DD.MM.YYYY' is no pattern of a time such as dd/MM/yyyy or"
                                + " iso: it writes 2019-11-28 13:14 as '332.11.2019', "
                                + readBack),
                mapped(
                        "time: {format: [iso, day]}",
                        ".time.format[1]: 'day' is no pattern of a time such as dd/MM/yyyy or iso:"
                                + " it writes 2019-11-28 13:14 as '28PM2019', "
                                + readBack),
                mapped(
                        "time: {format: []}",
                        ".time.format: empty; expected at least one pattern such as dd/MM/yyyy"),
                mapped(
                        "time: {zone: Europe/Pari}",
                        ".time.zone: unknown time zone 'Europe/Pari'; did you mean 'Europe/Paris'?"
                                + " Expected a name such as Europe/Paris or an offset such as"
                                + " +01:00"),
                mapped(
                        "time: {inclusive_end: 1}",
                        ".time.inclusive_end: expected true or false, found the number 1"),
                mapped(
                        "time: {open_end: [{}]}",
                        ".time.open_end[0]: expected a string, number or boolean, found an object"),
                mapped(
                        "on_bad_time: drop",
                        ".on_bad_time: unknown rule 'drop'; expected one of reject, drop_value"),
                attributes(
                        "{a: {time: {unit: weeks}}}",
                        ".a.time.unit: unknown unit 'weeks'; expected one of s, ms, us, ns, days,"
                                + " excel_days"),
                source("path: a, format: record, time: {unit: s}", ".time: " + notForRecords()),
                arguments(
                        "timeline: integer\n"
                                + ONTOLOGY
                                + SINKS
                                + "sources: [{type: files, path: a, format: csv, entity_type:"
                                + " person, perspective: p, uid: u, attributes: {a: {time: {zone:"
                                + " Asia/Tokyo}}}}]",
                        "sources[0].attributes.a.time.zone: not allowed with timeline integer,"
                                + " whose times are integers as they are; leave it out"),
                mapped(
                        "version: {colum: v}",
                        ".version.colum: unknown field 'colum'; did you mean 'column'? Known"
                                + " fields: column, type, time"),
                mapped(
                        "version: {type: time}",
                        ".version.column: missing; expected the name of a column"),
                mapped(
                        "version: {column: v, type: date}",
                        ".version.type: unknown type 'date'; expected one of integer, number,"
                                + " time"),
                mapped(
                        "version: {column: v, time: {unit: s}}",
                        ".version.time: only for type: time; leave it out"),
                mapped(
                        "version: {column: v, type: time, time: {open_end: x}}",
                        ".version.time.open_end: unknown field 'open_end'; known fields: unit, format, zone"),
                mapped("op: {delete: D}", ".op.column: missing; expected the name of a column"),
                mapped(
                        "op: {column: o, deletes: D}",
                        ".op.deletes: unknown field 'deletes'; did you mean 'delete'? Known fields:"
                                + " column, upsert, delete, erase"),
                mapped(
                        "op: {column: o, delete: []}",
                        ".op.delete: empty; expected at least one value"),
                mapped(
                        "op: {column: o, delete: [D, ' ']}",
                        ".op.delete[1]: expected a value, found ''; an empty cell is an upsert"),
                mapped(
                        "op: {column: o, delete: [D], upsert: [U, D]}",
                        ".op.delete[0]: the value 'D' is listed twice"));
    }

    private static Arguments mapped(String yaml, String problem) {
        return csv(
                "entity_type: person, perspective: p, uid: u, attributes: all, " + yaml, problem);
    }

    private static Arguments attributes(String yaml, String problem) {
        return csv(
                "entity_type: person, perspective: p, uid: u, attributes: " + yaml,
                ".attributes" + problem);
    }

    private static Arguments sinks(String yaml, String problem) {
        return arguments(ONTOLOGY + SOURCES + "sinks: " + yaml, problem);
    }

    private static Arguments sinkInSource(String source, String sink, String read) {
        return arguments(
                ONTOLOGY
                        + ("sources: [{type: files, path: '" + source + "', format: record}]\n")
                        + ("sinks: {entities: {type: files, path: '" + sink + "'}}"),
                "sinks.entities.path: the folder '"
                        + sink
                        + "' is read by the source 'files-0' ("
                        + read
                        + "); expected another folder");
    }

    private static String notForRecords() {
        return "not allowed with format record, whose records have their own fields; "
                + "leave it out, or use format csv, json, parquet or avro";
    }
}
