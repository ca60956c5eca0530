package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlatJsonRecordReaderTest {

    private static final RecordMapping STREETS = SampleMappings.streets(new Field.Column("type"));

    private static final RecordMapping ALL =
            SampleMappings.everyColumn(new Field.Constant("person"), new Field.Constant("census"));

    private final FlatJsonRecordReader reader =
            new FlatJsonRecordReader(STREETS, Timeline.MILLIS, "person"::equals, Notices.NONE);

    private final FlatJsonRecordReader all =
            new FlatJsonRecordReader(ALL, Timeline.MILLIS, "person"::equals, Notices.NONE);

    @Test
    void readsARow() throws Exception {
        SourceRecord record =
                read(
                        reader,
                        """
                        {"type":"person","id":17,"v":3,"op":"delete","street_name":"High St",
                         "from":"1970-01-02","to":86400001,"other":{"id":[1]},"other":2}""");

        assertThat(record.identity()).hasToString("person/census/17");
        assertThat(record.version()).hasValue(3);
        assertThat(record.op()).isEqualTo(Op.DELETE);
        assertThat(record.descriptors())
                .containsExactly(
                        new Descriptor("street", "High St", new Interval(86_400_000, 86_400_001)));
    }

    @Test
    void nullMissingAndEmptyFieldsSayNothing() throws Exception {
        SourceRecord record =
                read(
                        reader,
                        """
                        {"type":"person","id":"a","v":"","op":"","street_name":"x","from":"","to":null}""");

        assertThat(record.version()).isEmpty();
        assertThat(record.op()).isEqualTo(Op.UPSERT);
        assertThat(record.descriptors())
                .containsExactly(new Descriptor("street", "x", Interval.ALWAYS));
        assertThat(
                        read(reader, "{\"type\":\"person\",\"id\":\"a\",\"street_name\":null}")
                                .descriptors())
                .isEmpty();
    }

    @Test
    void noticesMappedFieldsThatAnObjectLacksAndFieldsOfNearlyTheirName() throws Exception {
        List<String> noticed = new ArrayList<>();
        FlatJsonRecordReader noticing =
                new FlatJsonRecordReader(
                        STREETS,
                        Timeline.MILLIS,
                        "person"::equals,
                        (notice, detail) -> noticed.add(notice + " " + detail));

        for (String line :
                List.of(
                        "{'type':'person','id':'a','v':null,'op':'','street_name':null,"
                                + "'from':'','to':null}",
                        "{'type':'person','id':'a','v':1,'op':'delete'}",
                        "{'type':'person','id':'a','v':1,'op':'upsert','streetName':1,"
                                + "'form':2,'bis':3,'to':4}")) {
            noticing.decode(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "");
        }

        assertThat(noticed)
                .containsExactly(
                        "MISSING_FIELD street_name, but had 'streetName'",
                        "MISSING_FIELD from, but had 'form'");
    }

    @Test
    void withoutAttributesEveryOtherFieldIsOne() throws Exception {
        assertThat(
                        read(
                                        all,
                                        """
                                        {"id":"a","n":1.0,"e":"","b":true,"gone":null,"\\ud83d\\ude00":1e5}""")
                                .descriptors())
                .containsExactly(
                        new Descriptor("b", "true", Interval.ALWAYS),
                        new Descriptor("e", "", Interval.ALWAYS),
                        new Descriptor("n", "1.0", Interval.ALWAYS),
                        new Descriptor("😀", "1e5", Interval.ALWAYS));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rejects(String line, String reason) {
        assertThatThrownBy(() -> read(reader, line))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @MethodSource("rowsOfAll")
    void rejectsWhereEveryFieldCounts(String line, String reason) {
        assertThatThrownBy(() -> read(all, line))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    private static Stream<Arguments> rows() {
        String street = "{\"type\":\"person\",\"id\":\"a\",\"street_name\":\"b\",";
        return Stream.of(
                Arguments.of("{}", "entity_type is missing: no value in the column type"),
                Arguments.of(
                        "{\"type\":\"person\",\"id\":null}",
                        "uid is missing: no value in the column id"),
                Arguments.of("{\"type\":\"person\",\"id\":\"\"}", "uid is empty"),
                Arguments.of("{\"type\":\"person\",\"id\":\"\\u001f\"}", "uid contains U+001F"),
                Arguments.of(
                        "{\"type\":\"dog\",\"id\":\"a\"}",
                        "the ontology does not cover the entity type 'dog'"),
                Arguments.of(
                        "{\"id\":[1]}", "id is an array, expected a string, number or boolean"),
                Arguments.of(
                        "{\"street_name\":{}}",
                        "street_name is an object, expected a string, number or boolean"),
                Arguments.of(
                        "{\"street_name\":\"\\ud800\"}",
                        "street_name has the unpaired surrogate U+D800"),
                Arguments.of("{\"id\":1,\"id\":1}", "the field id occurs twice"),
                Arguments.of(
                        street + "\"v\":\"3\"}", "version is a string, expected a 64-bit integer"),
                Arguments.of(street + "\"v\":3.0}", "version is 3.0, expected a 64-bit integer"),
                Arguments.of(street + "\"op\":true}", "op is 'true', expected upsert or delete"),
                Arguments.of(
                        street + "\"from\":false}", "from is false, expected a 64-bit integer"),
                Arguments.of(
                        street + "\"to\":9223372036854775808}",
                        "to is '9223372036854775808', expected a 64-bit integer"),
                Arguments.of(
                        street + "\"to\":\"7\"}",
                        "to: '7' is not an ISO-8601 date or date-time on the timeline millis"),
                Arguments.of(
                        street + "\"from\":2,\"to\":1}", "street_name: start is not before end"),
                Arguments.of("[]", "expected a JSON object, found an array"));
    }

    private static Stream<Arguments> rowsOfAll() {
        return Stream.of(
                Arguments.of(
                        "{\"id\":1,\"x\":[]}",
                        "x is an array, expected a string, number or boolean"),
                Arguments.of("{\"id\":1,\"\":2}", "a column without a name cannot be an attribute"),
                Arguments.of(
                        "{\"id\":1,\"\\ud800\":2}",
                        "a field name has the unpaired surrogate U+D800"));
    }

    private static SourceRecord read(RecordDecoder reader, String line)
            throws RejectedInputException {
        return reader.decode(line.getBytes(StandardCharsets.UTF_8), "");
    }
}
