package io.kindred.codec;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordReaderTest {

    private static final String IDENTITY =
            "\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"C-1\"";

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "C-1");

    private final RecordReader reader = new RecordReader(Timeline.MILLIS, "person"::equals);

    private final RecordReader integers = new RecordReader(Timeline.INTEGER, type -> true);

    @Test
    void readsARecord() throws Exception {
        SourceRecord record =
                read(
                        "{"
                                + IDENTITY
                                + ",\"version\":3,\"descriptors\":[{\"attr\":\"email\",\"value\":\"ann@x.org\","
                                + "\"start\":\"1970-01-02\",\"end\":null}]}");

        assertThat(record)
                .isEqualTo(
                        SourceRecord.upsert(
                                ANN,
                                OptionalLong.of(3),
                                List.of(
                                        new Descriptor(
                                                "email",
                                                "ann@x.org",
                                                new Interval(86_400_000, Interval.MAX)))));
    }

    @Test
    void nullIsAsGoodAsMissing() throws Exception {
        SourceRecord bare = SourceRecord.upsert(ANN, OptionalLong.empty(), List.of());

        assertThat(read("{" + IDENTITY + "}")).isEqualTo(bare);
        assertThat(read("{" + IDENTITY + ",\"version\":null,\"op\":null,\"descriptors\":null}"))
                .isEqualTo(bare);
    }

    @Test
    void readsADeleteWithWhatItCarries() throws Exception {
        SourceRecord record =
                read(
                        "{"
                                + IDENTITY
                                + ",\"op\":\"delete\",\"descriptors\":[{\"attr\":\"a\",\"value\":\"b\"}]}");

        assertThat(record.op()).isEqualTo(Op.DELETE);
        assertThat(record.descriptors()).containsExactly(new Descriptor("a", "b", Interval.ALWAYS));
    }

    @Test
    void ignoresUnknownFields() throws Exception {
        SourceRecord record =
                read(
                        "{\"x\":{\"uid\":[1,{\"uid\":2}]},\"x\":1,"
                                + IDENTITY
                                + ",\"descriptors\":[{\"attr\":\"a\",\"note\":[\"\\ud800\"],\"note\":{},\"value\":\"b\"}]}");

        assertThat(record.descriptors()).containsExactly(new Descriptor("a", "b", Interval.ALWAYS));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0",
        "1e5, 1e5",
        "-0, -0",
        "1.50E+3, 1.50E+3",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "true, true",
        "false, false",
        "'\"\"', ''",
        "'\"\\u00e9\"', é",
        "'\"\\ud83d\\ude00\"', 😀",
        "'\"é😀\"', é😀",
    })
    void takesNumbersAndBooleansAsTheirText(String json, String value) throws Exception {
        assertThat(readDescriptor("\"attr\":\"a\",\"value\":" + json).value()).isEqualTo(value);
    }

    @Test
    void takesAnEscapedNul() throws Exception {
        assertThat(readDescriptor("\"attr\":\"a\",\"value\":\"x\\u0000y\"").value())
                .isEqualTo("x\0y");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void takesAnyVersionOf64Bits(long version) throws Exception {
        assertThat(read("{" + IDENTITY + ",\"version\":" + version + "}").version())
                .hasValue(version);
    }

    @Test
    void readsTimesOnEitherTimeline() throws Exception {
        String times = "\"attr\":\"a\",\"value\":\"b\",\"start\":-5,\"end\":7";

        assertThat(readDescriptor(times).interval()).isEqualTo(new Interval(-5, 7));
        assertThat(integers.read(bytes(line(times))).descriptors().get(0).interval())
                .isEqualTo(new Interval(-5, 7));
    }

    @Test
    void descriptorsAreSortedAndKeptTwice() throws Exception {
        assertThat(
                        read("{"
                                        + IDENTITY
                                        + ",\"descriptors\":[{\"attr\":\"b\",\"value\":1},{\"attr\":\"a\",\"value\":2},{\"attr\":\"b\",\"value\":1}]}")
                                .descriptors())
                .extracting(Descriptor::attribute)
                .containsExactly("a", "b", "b");
    }

    @Test
    void takesSpaceAroundTheObject() throws Exception {
        assertThat(read(" \t{" + IDENTITY + "} \r").identity()).isEqualTo(ANN);
    }

    @ParameterizedTest
    @MethodSource({"malformed", "wrongFields", "wrongDescriptors"})
    void rejects(String line, String reason) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "\"5\", |: '5' is a string, and the timeline integer takes integers|",
                "1.5, | is '1.5', expected a 64-bit integer|"
            })
    void theIntegerTimelineTakesIntegersOnly(String start, String reason) {
        String line = line("\"attr\":\"a\",\"value\":\"b\",\"start\":" + start);

        assertThatThrownBy(() -> integers.read(bytes(line)))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("descriptors[0]: start" + reason);
    }

    @ParameterizedTest
    @CsvSource({"c3 28, 2", "ff, 2", "c0 80, 2", "ed a0 80, 2", "f5 80 80 80, 2", "c3 a9 e2 82, 4"})
    void rejectsWhatIsNotUtf8AndSaysWhere(String hex, int position) throws Exception {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write('{');
        for (String octet : hex.split(" ")) {
            line.write(Integer.parseInt(octet, 16));
        }

        assertThatThrownBy(() -> reader.read(line.toByteArray()))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("not UTF-8 at byte " + position);
    }

    @Test
    void findsWhatIsNotUtf8FarIntoALine() {
        byte[] line = bytes("{\"x\":\"" + "é".repeat(20_000) + "?\"}");
        line[line.length - 3] = (byte) 0xff;

        assertThatThrownBy(() -> reader.read(line))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("not UTF-8 at byte " + (line.length - 2));
    }

    private static Stream<Arguments> malformed() {
        return Stream.of(
                row("", "blank, expected a JSON object"),
                row(" \t", "blank, expected a JSON object"),
                row("[1]", "expected a JSON object, found an array"),
                row("null", "expected a JSON object, found null"),
                row("\"a\"", "expected a JSON object, found a string"),
                row("17", "expected a JSON object, found '17'"),
                row("{\"a\":\"\0\"}", "NUL byte at byte 7"),
                row(
                        "{" + IDENTITY + "} {}",
                        "expected the end after the JSON object, found an object"),
                row(
                        "{" + IDENTITY,
                        "not JSON near byte 55: Unexpected end-of-input: expected close marker for Object"),
                row(
                        "{" + IDENTITY + "}}",
                        "not JSON near byte 56: Unexpected close marker '}': no open Object to close"),
                row(
                        "{" + IDENTITY + ",}",
                        "not JSON near byte 56: Unexpected character ('}' (code 125)): was expecting double-quote to start field name"),
                row(
                        "{'uid':1}",
                        "not JSON near byte 1: Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
                row("{\"uid\":NaN}", "not JSON near byte 10: Non-standard token 'NaN'"),
                row(
                        "{\"uid\":01}",
                        "not JSON near byte 8: Invalid numeric value: Leading zeroes not allowed"),
                row(
                        "{\"uid\":\"a\tb\"}",
                        "not JSON near byte 9: Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value"),
                row(
                        "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
                        "not JSON: Document nesting depth (1001) exceeds the maximum allowed (1000)"),
                row(
                        "{\"x\":" + "1".repeat(2000) + "}",
                        "not JSON: Number value length (2000) exceeds the maximum allowed (1000)"),
                row(
                        "{\"" + "x".repeat(60_000) + "\":1}",
                        "not JSON: Name length (60000) exceeds the maximum allowed (50000)"));
    }

    private static Stream<Arguments> wrongFields() {
        return Stream.of(
                row("{}", "entity_type is missing"),
                row("{\"entity_type\":\"person\"}", "perspective is missing"),
                row("{\"entity_type\":\"person\",\"perspective\":\"crm\"}", "uid is missing"),
                row("{\"entity_type\":null}", "entity_type is null, expected a string"),
                row("{\"perspective\":true}", "perspective is true, expected a string"),
                row("{\"uid\":17}", "uid is '17', expected a string"),
                row("{\"uid\":{}}", "uid is an object, expected a string"),
                row("{\"uid\":\"\"}", "uid is empty"),
                row("{\"uid\":\"a\\u001fb\"}", "uid contains U+001F"),
                row("{\"uid\":\"a\\ud800\"}", "uid has the unpaired surrogate U+D800"),
                row("{\"uid\":\"\\udc00a\"}", "uid has the unpaired surrogate U+DC00"),
                row("{\"uid\":\"\\ud83d\\ud83d\\ude00\"}", "uid has the unpaired surrogate U+D83D"),
                row("{\"uid\":\"a\",\"uid\":\"a\"}", "the field uid occurs twice"),
                row(
                        "{\"descriptors\":[],\"descriptors\":[]}",
                        "the field descriptors occurs twice"),
                row(
                        "{\"entity_type\":\"dog\",\"perspective\":\"crm\",\"uid\":\"C-1\"}",
                        "the ontology does not cover the entity type 'dog'"),
                row("{\"version\":3.0}", "version is '3.0', expected a 64-bit integer"),
                row("{\"version\":1e3}", "version is '1e3', expected a 64-bit integer"),
                row("{\"version\":\"3\"}", "version is a string, expected a 64-bit integer"),
                row("{\"version\":false}", "version is false, expected a 64-bit integer"),
                row(
                        "{\"version\":9223372036854775808}",
                        "version is '9223372036854775808', expected a 64-bit integer"),
                row(
                        "{\"version\":1" + "0".repeat(200) + "}",
                        "version is '1" + "0".repeat(99) + "...', expected a 64-bit integer"),
                row("{\"op\":\"Delete\"}", "op is 'Delete', expected upsert, delete or erase"),
                row("{\"op\":\"\"}", "op is '', expected upsert, delete or erase"),
                row("{\"op\":1}", "op is '1', expected a string"),
                row("{\"descriptors\":{}}", "descriptors is an object, expected an array"));
    }

    private static Stream<Arguments> wrongDescriptors() {
        String value = "\"attr\":\"a\",\"value\":\"b\"";
        return Stream.of(
                row(
                        "{\"descriptors\":[{" + value + "},null]}",
                        "descriptors[1]: expected an object, found null"),
                wrong("\"value\":\"b\"", "attr is missing"),
                wrong("\"attr\":null", "attr is null, expected a string"),
                wrong("\"attr\":3", "attr is '3', expected a string"),
                wrong("\"attr\":\"\",\"value\":\"b\"", "attr is empty"),
                wrong("\"attr\":\"\\udfff\"", "attr has the unpaired surrogate U+DFFF"),
                wrong("\"attr\":\"a\"", "value is missing"),
                wrong("\"value\":null", "value is null, expected a string, number or boolean"),
                wrong("\"value\":{}", "value is an object, expected a string, number or boolean"),
                wrong("\"value\":[]", "value is an array, expected a string, number or boolean"),
                wrong("\"value\":\"\\ud800x\"", "value has the unpaired surrogate U+D800"),
                wrong("\"value\":1,\"value\":1", "the field value occurs twice"),
                wrong("\"start\":null,\"start\":null", "the field start occurs twice"),
                wrong(value + ",\"start\":7,\"end\":7", "start is not before end"),
                wrong(value + ",\"start\":8,\"end\":7", "start is not before end"),
                wrong(value + ",\"start\":9223372036854775807", "start is not before end"),
                wrong(value + ",\"end\":-9223372036854775808", "start is not before end"),
                wrong("\"start\":true", "start is true, expected a 64-bit integer"),
                wrong("\"end\":[]", "end is an array, expected a 64-bit integer"),
                wrong("\"end\":1.5", "end is '1.5', expected a 64-bit integer"),
                wrong(
                        "\"end\":-9223372036854775809",
                        "end is '-9223372036854775809', expected a 64-bit integer"),
                wrong("\"end\":\"\\ud800\"", "end has the unpaired surrogate U+D800"),
                wrong(
                        "\"end\":\"\"",
                        "end: '' is not an ISO-8601 date or date-time on the timeline millis"),
                wrong(
                        "\"end\":\"2020-02-30\"",
                        "end: '2020-02-30' is not an ISO-8601 date or date-time on the timeline"
                                + " millis"),
                wrong(
                        "\"end\":\"" + "9".repeat(101) + "\"",
                        "end is '" + "9".repeat(100) + "...', too long for a time"));
    }

    private static Arguments wrong(String descriptor, String reason) {
        return row("{\"descriptors\":[{" + descriptor + "}]}", "descriptors[0]: " + reason);
    }

    private static Arguments row(String line, String reason) {
        return Arguments.of(line, reason);
    }

    private Descriptor readDescriptor(String fields) throws RejectedInputException {
        return read(line(fields)).descriptors().get(0);
    }

    private SourceRecord read(String line) throws RejectedInputException {
        return reader.decode(bytes(line), "").records().get(0);
    }

    private static String line(String descriptor) {
        return "{" + IDENTITY + ",\"descriptors\":[{" + descriptor + "}]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
