package io.kindred.flink.topology;

import io.kindred.codec.DeadLetter;
import io.kindred.model.RecordIdentity;
import io.kindred.testkit.InputLines;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way in which a line can be wrong, among lines that are right. */
@ExtendWith(SharedCluster.class)
class BadInputITCase {

    private static final String ADVICE = "; write encoding: windows-1252, or whatever it is in";

    private static final int LONG_LINE = 50 << 20;
    private static final int LIMIT = 16 << 20;
    private static final int LARGE_VALUE = 4 << 20;
    private static final int SHOWN = 64 << 10;
    private static final String CUT = " (raw is cut to its first " + SHOWN + " bytes)";

    private static final String TYPES =
            "; for other notations of numbers, as in quotes, write version: {column: version, type: number}, for a time type:"
                    + " time";
    private static final String OPS =
            ", expected one of upsert, insert, update, create, read, i, u, c, r to upsert, delete, d"
                    + " to delete, erase, erased to erase; for others write op: {column: op, upsert: […], delete: […], erase: […]}";
    private static final String TOKENS =
            ": was expecting (JSON String, Number, Array, Object or token 'null', 'true' or"
                    + " 'false')";

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
            """;

    private static final Map<String, Object> MAPPING =
            Map.of(
                    "entity_type",
                    Map.of("column", "type"),
                    "perspective",
                    Map.of("column", "system"),
                    "uid",
                    "uid",
                    "version",
                    "version",
                    "op",
                    "op",
                    "attributes",
                    Map.of(
                            "email",
                            Map.of("column", "email", "valid_from", "from", "valid_to", "to")));

    private static final String ALLOW_LINE_BREAKS =
            "; write multiline: true if cells contain line breaks";

    @TempDir private Path folder;

    private final List<DeadLetter> expected = new ArrayList<>();
    private final Set<RecordIdentity> good = new TreeSet<>();

    @Test
    void recordsThatAreWrong() throws Exception {
        TestJob job = new TestJob(folder, ONTOLOGY);
        for (String name : List.of("plain.jsonl", "packed.jsonl.gz")) {
            add(job, name, records(name));
            job.records(name);
        }

        check(JobRun.of(job, SharedCluster.PARALLELISM));
    }

    @Test
    void rowsOfJsonThatAreWrong() throws Exception {
        TestJob job = new TestJob(folder, ONTOLOGY);
        for (String name : List.of("plain.jsonl", "packed.jsonl.gz")) {
            add(job, name, jsonRows(name));
            job.source(mapped("json", name));
        }

        check(JobRun.of(job, SharedCluster.PARALLELISM));
    }

    @Test
    void rowsOfCsvThatAreWrong() throws Exception {
        TestJob job = new TestJob(folder, ONTOLOGY);
        for (String name : List.of("plain.csv", "packed.csv.gz")) {
            add(job, name, csvRows(name));
            job.source(mapped("csv", name));
        }

        check(JobRun.of(job, SharedCluster.PARALLELISM));
    }

    @Test
    void rowsOfSeveralLinesThatAreWrong() throws Exception {
        TestJob job = new TestJob(folder, ONTOLOGY);
        for (String name : List.of("plain.csv", "packed.csv.gz")) {
            InputLines lines =
                    lines(name)
                            .good("type,system,uid,version,op,email,from,to")
                            .good(csvGood(name, "1", "\"a\nb\nc\"", "", ""))
                            .bad(
                                    "person,crm,,,,\"a\n\nb\",,",
                                    "uid is missing: no value in the column uid")
                            .good(csvGood(name, "2", "\"a\nb\nc\"", "", ""))
                            .bad(
                                    "person,crm,x,,,\"open,,",
                                    "not CSV: Missing closing quote for value")
                            .good(csvGood(name, "3", "\"a\nb\nc\"", "", ""));
            add(job, name, lines);
            Map<String, Object> source = new HashMap<>(mapped("csv", name));
            source.put("multiline", true);
            job.source(source);
        }

        JobRun run = JobRun.of(job, SharedCluster.PARALLELISM);

        check(run);
        assertThat(run.outputs().entityCount()).isEqualTo(1);
    }

    @Test
    void timesThatTheCalendarDoesNotHave() throws Exception {
        TestJob job = new TestJob(folder, ONTOLOGY).with("timeline", "millis");
        for (String name : List.of("plain.jsonl", "packed.jsonl.gz")) {
            add(job, name, datedRecords(name));
            job.records(name);
        }
        for (String name : List.of("plain.csv", "packed.csv.gz")) {
            add(job, name, datedRows(name));
            job.source(mapped("csv", name));
        }

        check(JobRun.of(job, SharedCluster.PARALLELISM));
    }

    private InputLines records(String file) {
        String person = "\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"bad\"";
        InputLines lines = lines(file).good(recordGood(file, "1", "\"start\":0,\"end\":5"));
        wrongObjects(lines, "{" + person + "}");
        lines.bad("{\"entity_type\":\"person\",\"perspective\":\"crm\"}", "uid is missing")
                .bad(person(""), "uid is empty")
                .bad(person("a\\u001fb"), "uid contains U+001F")
                .bad(person("a\\ud800b"), "uid has the unpaired surrogate U+D800")
                .good("")
                .bad("{" + person + ",\"uid\":\"other\"}", "the field uid occurs twice")
                .bad(
                        "{\"entity_type\":\"dog\",\"perspective\":\"crm\",\"uid\":\"rex\"}",
                        "the ontology does not cover the entity type 'dog'")
                .bad(
                        "{" + person + ",\"version\":3.0}",
                        "version is '3.0', expected a 64-bit integer")
                .bad(
                        "{" + person + ",\"version\":9223372036854775808}",
                        "version is '9223372036854775808', expected a 64-bit integer")
                .bad(
                        "{" + person + ",\"op\":\"remove\"}",
                        "op is 'remove', expected upsert, delete or erase")
                .good(" \t")
                .bad(
                        "{" + person + ",\"descriptors\":{}}",
                        "descriptors is an object, expected an array");
        Map<String, String> descriptors = new LinkedHashMap<>();
        descriptors.put("\"value\":\"a\"", "attr is missing");
        descriptors.put("\"attr\":\"\",\"value\":\"a\"", "attr is empty");
        descriptors.put("\"attr\":\"email\"", "value is missing");
        descriptors.put(
                "\"attr\":\"email\",\"value\":{\"a\":1}",
                "value is an object, expected a string, number or boolean");
        descriptors.put(
                "\"attr\":\"email\",\"value\":\"\\udfff\"",
                "value has the unpaired surrogate U+DFFF");
        descriptors.put(
                "\"attr\":\"email\",\"value\":null",
                "value is null, expected a string, number or boolean");
        descriptors.put(
                "\"attr\":\"email\",\"value\":\"a\",\"start\":5,\"end\":5",
                "start is not before end");
        descriptors.put(
                "\"attr\":\"email\",\"value\":\"a\",\"start\":6,\"end\":5",
                "start is not before end");
        descriptors.put(
                "\"attr\":\"email\",\"value\":\"a\",\"start\":\"2020-01-01\"",
                "start: '2020-01-01' is a string, and the timeline integer takes integers");
        descriptors.forEach(
                (descriptor, reason) ->
                        lines.bad(
                                "{"
                                        + person
                                        + ",\"descriptors\":[{\"attr\":\"a\",\"value\":1},{"
                                        + descriptor
                                        + "}]}",
                                "descriptors[1]: " + reason));
        return wrongBytes(lines).good(recordGood(file, "2", "\"start\":0\r"));
    }

    private InputLines jsonRows(String file) {
        String person = "\"type\":\"person\",\"system\":\"crm\",\"uid\":\"bad\"";
        InputLines lines = lines(file).good(jsonGood(file, "1"));
        wrongObjects(lines, "{" + person + "}");
        lines.bad(
                        "{\"type\":\"person\",\"system\":\"crm\",\"uid\":null}",
                        "uid is missing: no value in the column uid")
                .bad("{\"type\":\"person\",\"system\":\"crm\",\"uid\":\"\"}", "uid is empty")
                .bad(
                        "{\"type\":\"person\",\"system\":\"crm\",\"uid\":\"\\u001f\"}",
                        "uid contains U+001F")
                .bad(
                        "{\"type\":\"person\",\"system\":\"crm\",\"uid\":\"\\udc00\"}",
                        "uid has the unpaired surrogate U+DC00")
                .good("")
                .bad("{" + person + ",\"uid\":\"bad\"}", "the field uid occurs twice")
                .bad(
                        "{\"type\":\"dog\",\"system\":\"crm\",\"uid\":\"rex\"}",
                        "the ontology does not cover the entity type 'dog'")
                .bad(
                        "{" + person + ",\"version\":3.0}",
                        "version is 3.0, expected a 64-bit integer" + TYPES)
                .bad(
                        "{" + person + ",\"email\":\"\\ud800\"}",
                        "email has the unpaired surrogate U+D800")
                .bad("{" + person + ",\"op\":\"remove\"}", "op is 'remove'" + OPS)
                .bad(
                        "{" + person + ",\"email\":{\"a\":1}}",
                        "email is an object, expected a string, number or boolean")
                .bad(
                        "{" + person + ",\"email\":\"a\",\"from\":5,\"to\":5}",
                        "email: start is not before end")
                .bad(
                        "{" + person + ",\"email\":\"a\",\"from\":6,\"to\":5}",
                        "email: start is not before end")
                .bad(
                        "{" + person + ",\"email\":\"a\",\"from\":\"2020-01-01\"}",
                        "from is a string, expected a 64-bit integer (timeline: integer)");
        return wrongBytes(lines).good(jsonGood(file, "2"));
    }

    private InputLines csvRows(String file) {
        InputLines lines =
                lines(file)
                        .good("")
                        .good("type,system,uid,version,op,email,from,to\r")
                        .good(csvGood(file, "1", "\"a, \"\"b\"\"\"", "0", "5"))
                        .bad(
                                "person,crm",
                                "the row does not fit the header: 2 cells under 8 columns")
                        .bad(
                                "person,crm,bad,,,a,,,,",
                                "the row does not fit the header: 10 cells under 8 columns")
                        .bad(
                                "person,crm,bad,,,\"a,,",
                                "not CSV: Missing closing quote for value" + ALLOW_LINE_BREAKS)
                        .bad(
                                "person,crm,bad,,,\"a\nperson,crm,bad,,,b,,\n\",,",
                                "a line break in a quoted cell" + ALLOW_LINE_BREAKS)
                        .good("")
                        .bad(
                                "person,crm,bad,,,\"a\"b,,",
                                "not CSV: Unexpected character ('b' (code 98)): Expected column separator"
                                        + " character (',' (code 44)) or end-of-line")
                        .bad("person,crm,,,,a,,", "uid is missing: no value in the column uid")
                        .bad("person,crm,\"\",,,a,,", "uid is missing: no value in the column uid")
                        .bad("person,crm,a\u001fb,,,a,,", "uid contains U+001F")
                        .bad(
                                "dog,crm,rex,,,a,,",
                                "the ontology does not cover the entity type 'dog'")
                        .bad(
                                "person,crm,bad,3.0,,a,,",
                                "version is '3.0', expected a 64-bit integer" + TYPES)
                        .bad(
                                "person,crm,bad,9223372036854775808,,a,,",
                                "version is '9223372036854775808', expected a 64-bit integer"
                                        + TYPES)
                        .bad("person,crm,bad,,remove,a,,", "op is 'remove'" + OPS)
                        .bad("person,crm,bad,,,a,5,5", "email: start is not before end")
                        .bad("person,crm,bad,,,a,6,5", "email: start is not before end")
                        .bad(
                                "person,crm,bad,,,a,2020-01-01,",
                                "from is '2020-01-01', expected a 64-bit integer (timeline: integer)");
        return wrongBytes(lines)
                .good(csvGood(file, "2", "a", "", "") + "\r")
                .good(csvGood(file, "3", "a".repeat(LARGE_VALUE), "", ""));
    }

    private InputLines datedRecords(String file) {
        String wrong =
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"bad\","
                        + "\"descriptors\":[{\"attr\":\"email\",\"value\":\"a\",%s}]}";
        return lines(file)
                .good(recordGood(file, "1", "\"start\":\"2020-02-29\",\"end\":1600000000000"))
                .bad(
                        String.format(wrong, "\"start\":\"2021-02-29\""),
                        "descriptors[0]: start: '2021-02-29' is not an ISO-8601 date or date-time"
                                + " on the timeline millis")
                .bad(
                        String.format(wrong, "\"end\":\"2021-02-01T25:00\""),
                        "descriptors[0]: end: '2021-02-01T25:00' is not an ISO-8601 date or"
                                + " date-time on the timeline millis")
                .bad(
                        String.format(
                                wrong,
                                "\"start\":\"2020-01-01T01:00+01:00\",\"end\":\"2020-01-01\""),
                        "descriptors[0]: start is not before end")
                .bad(
                        String.format(wrong, "\"start\":1.5"),
                        "descriptors[0]: start is '1.5', expected a 64-bit integer")
                .good(recordGood(file, "2", "\"start\":\"2020-01-01T00:00:00.123456789Z\""));
    }

    private InputLines datedRows(String file) {
        return lines(file)
                .good("type,system,uid,version,op,email,from,to")
                .good(csvGood(file, "1", "a", "2020-02-29", "1600000000000"))
                .bad(
                        "person,crm,bad,,,a,29.2.2020,",
                        "from is '29.2.2020', expected a date or date-time such as 2020-01-31 or"
                                + " 2020-01-31T10:00:00Z; for another notation write time:"
                                + " {format: dd/MM/yyyy} or the like")
                .bad(
                        "person,crm,bad,,,a,1580428800,",
                        "from is 1580428800, as milliseconds 1970-01-19T07:00:28.800Z; say what it"
                                + " is with time: {unit: s}, or {unit: ms} if that is right")
                .bad("person,crm,bad,,,a,2020-03-01,2020-02-29", "email: start is not before end")
                .good(csvGood(file, "2", "a", "2020-02-29T12:00", ""));
    }

    private static void wrongObjects(InputLines lines, String person) {
        lines.bad(
                        "{\"uid\":",
                        "not JSON near byte 7: Unexpected end-of-input within/between Object entries")
                .bad("no JSON", "not JSON near byte 3: Unrecognized token 'no'" + TOKENS)
                .bad("[1,2]", "expected a JSON object, found an array")
                .bad("\"text\"", "expected a JSON object, found a string")
                .bad("17", "expected a JSON object, found '17'")
                .bad("null", "expected a JSON object, found null")
                .bad(
                        person + " x",
                        "not JSON near byte "
                                + (person.length() + 2)
                                + ": Unrecognized token 'x'"
                                + TOKENS)
                .bad(person + "{}", "expected the end after the JSON object, found an object")
                .bad(
                        person + "}",
                        "not JSON near byte "
                                + person.length()
                                + ": Unexpected close marker '}': no open Object to close");
    }

    /** Lines whose bytes are not even text, and one that is too long to be looked at. */
    private static InputLines wrongBytes(InputLines lines) {
        byte[] endless = new byte[LONG_LINE];
        Arrays.fill(endless, (byte) 'x');
        String large = "x".repeat(2 * SHOWN);
        return lines.bad("{\"uid\":\"\0\"}", "NUL byte at byte 9")
                .bad(new byte[] {0, 0, 0}, "NUL byte at byte 1")
                .bad(bytes("{\"a", 0xff, "\"}"), "not UTF-8 at byte 4" + ADVICE)
                .bad(bytes("é", 0xc3, ""), "not UTF-8 at byte 3" + ADVICE)
                .bad(large + "\0", "NUL byte at byte " + (large.length() + 1) + CUT)
                .bad(endless, LONG_LINE + " bytes, over the limit of " + LIMIT + CUT);
    }

    private static byte[] bytes(String before, int octet, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        bytes.write(octet);
        bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static String person(String uid) {
        return "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"" + uid + "\"}";
    }

    private String recordGood(String file, String uid, String times) {
        return "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\""
                + goodUid(file, uid)
                + "\",\"version\":1,\"more\":[{}],\"descriptors\":[{\"attr\":\"email\",\"value\":\"a\","
                + times
                + "}]}";
    }

    private String jsonGood(String file, String uid) {
        return "{\"type\":\"person\",\"system\":\"crm\",\"uid\":\""
                + goodUid(file, uid)
                + "\",\"version\":1,\"op\":\"upsert\",\"email\":true,\"from\":0,\"more\":{}}";
    }

    private String csvGood(String file, String uid, String email, String from, String to) {
        return String.join(
                ",", "person", "crm", goodUid(file, uid), "1", "upsert", email, from, to);
    }

    /** The uid of a record that is to be there in the end. */
    private String goodUid(String file, String uid) {
        String unique = file + "-" + uid;
        good.add(new RecordIdentity("person", "crm", unique));
        return unique;
    }

    private static Map<String, Object> mapped(String format, String path) {
        Map<String, Object> source = new HashMap<>(MAPPING);
        source.put("format", format);
        source.put("path", path);
        return source;
    }

    private void add(TestJob job, String name, InputLines lines) {
        job.write(name, lines.content());
        expected.addAll(lines.letters());
    }

    private InputLines lines(String file) {
        return new InputLines(folder.resolve(file).toString());
    }

    private void check(JobRun run) {
        assertThat(errors(run.outputs().deadLetters()))
                .containsExactlyInAnyOrderElementsOf(errors(expected));
        assertThat(run.outputs().deadLetters()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run.deadLetters()).isEqualTo(expected.size());
        assertThat(run.read()).isEqualTo(expected.size() + good.size());
        assertThat(run.outputs().assignments().keySet()).isEqualTo(good);
    }

    private static List<String> errors(List<DeadLetter> letters) {
        return letters.stream()
                .map(each -> each.source() + " " + each.position() + ": " + each.error())
                .toList();
    }
}
