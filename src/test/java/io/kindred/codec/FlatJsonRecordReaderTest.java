package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.codec.RecordMapping.VersionColumn.Type;
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

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlatJsonRecordReaderTest {

    private static final String TYPES =
            "; for other notations of numbers, as in quotes, write version: {column: v, type: number}, for a time type: time";

    private static final RecordIdentity SEVEN = new RecordIdentity("person", "census", "7");

    private static final String TIME =
            "expected a date or date-time such as 2020-01-31 or 2020-01-31T10:00:00Z; for another"
                    + " notation write time: {format: dd/MM/yyyy} or the like";

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
                        {"type":"person","id":17,"v":3,"op":"update","street_name":"High St",
                         "from":"2020-01-31","to":1580428800001,"other":{"id":[1]},"other":2}""");

        assertThat(record.identity()).hasToString("person/census/17");
        assertThat(record.version()).hasValue(3);
        assertThat(record.op()).isEqualTo(Op.UPSERT);
        assertThat(record.descriptors())
                .containsExactly(
                        new Descriptor(
                                "street",
                                "High St",
                                new Interval(1_580_428_800_000L, 1_580_428_800_001L)));
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
    @ValueSource(
            strings = {
                "{\"id\":7,\"name\":\"a\",\"__deleted\":\"true\"}",
                "{\"id\":7,\"name\":\"a\",\"__deleted\":true,\"__op\":\"d\"}",
                "{\"id\":7,\"name\":\"a\",\"__op\":\"d\"}",
                "{\"id\":7,\"name\":\"a\",\"__op\":\"u\",\"__deleted\":\"true\"}"
            })
    void anUnwrappedDeleteIsADelete(String line) throws Exception {
        assertThat(read(all, line)).isEqualTo(SourceRecord.delete(SEVEN, OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7,\"name\":\"a\"}",
                "{\"id\":7,\"name\":\"a\",\"__deleted\":\"false\",\"__op\":\"c\"}",
                "{\"id\":7,\"name\":\"a\",\"__deleted\":null,\"__op\":\"r\"}"
            })
    void anyOtherUnwrappedRowIsAnUpsertWithoutTheseFields(String line) throws Exception {
        assertThat(read(all, line))
                .isEqualTo(
                        SourceRecord.upsert(
                                SEVEN,
                                OptionalLong.empty(),
                                List.of(new Descriptor("name", "a", Interval.ALWAYS))));
    }

    @Test
    void aMappedOpIsTheOnlyOne() throws Exception {
        assertThat(
                        read(
                                        reader,
                                        "{\"type\":\"person\",\"id\":7,\"op\":\"u\",\"__deleted\":\"true\"}")
                                .op())
                .isEqualTo(Op.UPSERT);
    }

    @Test
    void mappedValuesOfAnOpAreTheOnlyOnes() throws Exception {
        Map<String, Op> values = new LinkedHashMap<>();
        values.put("U", Op.UPSERT);
        values.put("true", Op.DELETE);
        values.put("gone", Op.DELETE);
        FlatJsonRecordReader flags =
                reader(Optional.empty(), Optional.of(new OpColumn("gone", values)));

        assertThat(read(flags, "{\"id\":7,\"gone\":true}").op()).isEqualTo(Op.DELETE);
        assertThat(read(flags, "{\"id\":7,\"gone\":\" gone \"}").op()).isEqualTo(Op.DELETE);
        assertThat(read(flags, "{\"id\":7,\"gone\":\"U\"}").op()).isEqualTo(Op.UPSERT);
        assertThat(read(flags, "{\"id\":7,\"gone\":\"\"}").op()).isEqualTo(Op.UPSERT);
        for (String other : List.of("u", "delete", "false")) {
            assertThatThrownBy(() -> read(flags, "{\"id\":7,\"gone\":\"" + other + "\"}"))
                    .isInstanceOf(RejectedInputException.class)
                    .hasMessage(
                            "gone is '"
                                    + other
                                    + "', expected one of U to upsert, true, gone to delete; for"
                                    + " others write op: {column: gone, upsert: […], delete: […], erase: […]}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"3, 3", "\"3\", 3", "3.0, 3", "1.6e9, 1600000000", "\" -7 \", -7"})
    void aVersionOfTypeNumberIsAnyNumberWithAnIntegralValue(String json, long version)
            throws Exception {
        assertThat(read(versioned(Type.NUMBER), "{\"id\":7,\"v\":" + json + "}").version())
                .hasValue(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999999999999999",
                "3.5",
                "\"x\"",
                "true",
                "1e999",
                "\"2020-01-01T00:00:00Z\""
            })
    void rejectsAVersionThatIsNoIntegralNumber(String json) {
        assertThatThrownBy(() -> read(versioned(Type.NUMBER), "{\"id\":7,\"v\":" + json + "}"))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(
                        "version is '"
                                + json.replace("\"", "")
                                + "', expected a number with the value of a 64-bit integer");
    }

    @Test
    void aVersionOfTypeTimeIsMicroseconds() throws Exception {
        FlatJsonRecordReader times = versioned(Type.TIME);

        assertThat(read(times, "{\"id\":7,\"v\":\"2020-01-31T00:00:00.1234567Z\"}").version())
                .hasValue(1_580_428_800_123_456L);
        assertThat(read(times, "{\"id\":7,\"v\":\"1969-12-31 23:59:59.9999995\"}").version())
                .hasValue(-1);
        assertThat(read(times, "{\"id\":7,\"v\":1580428800123}").version())
                .hasValue(1_580_428_800_123_000L);
        assertThatThrownBy(() -> read(times, "{\"id\":7,\"v\":1580428800}"))
                .hasMessageStartingWith("version: v is 1580428800, as milliseconds 1970-01-19");
        assertThatThrownBy(() -> read(times, "{\"id\":7,\"v\":\"3\"}"))
                .hasMessage("version: v is '3', " + TIME);
    }

    @Test
    void fieldsOfUnwrappedRowsThatAreMappedToSomethingElseAreNoOperation() throws Exception {
        FlatJsonRecordReader kinds =
                new FlatJsonRecordReader(
                        new RecordMapping(
                                new Field.Constant("person"),
                                new Field.Constant("census"),
                                "id",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(
                                        List.of(
                                                new AttributeColumn(
                                                        "kind",
                                                        "__op",
                                                        Optional.empty(),
                                                        Optional.empty())))),
                        Timeline.MILLIS,
                        "person"::equals,
                        Notices.NONE);

        assertThat(read(kinds, "{\"id\":7,\"__op\":\"x\"}").descriptors())
                .containsExactly(new Descriptor("kind", "x", Interval.ALWAYS));
    }

    @Test
    void aValueWithAnUnreadableTimeMayBeDroppedAlone() throws Exception {
        TimeFormat dropping =
                new TimeFormat(
                        Optional.empty(),
                        List.of(),
                        ZoneOffset.UTC,
                        false,
                        List.of(),
                        List.of(),
                        true);
        RecordMapping mapping =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("census"),
                        "id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        new AttributeColumn(
                                                "city",
                                                "town",
                                                Optional.of("from"),
                                                Optional.of("to"),
                                                dropping),
                                        new AttributeColumn(
                                                "name",
                                                "name",
                                                Optional.empty(),
                                                Optional.empty()))));
        List<String> notices = new ArrayList<>();
        FlatJsonRecordReader lenient =
                new FlatJsonRecordReader(
                        mapping,
                        Timeline.MILLIS,
                        "person"::equals,
                        (notice, detail) -> notices.add(notice + " " + detail));
        SourceRecord expected =
                SourceRecord.upsert(
                        SEVEN,
                        OptionalLong.empty(),
                        List.of(new Descriptor("name", "a", Interval.ALWAYS)));
        String row = "{\"id\":7,\"name\":\"a\",\"town\":\"Oslo\",";

        assertThat(read(lenient, row + "\"from\":\"31/12/1999\"}")).isEqualTo(expected);
        assertThat(read(lenient, row + "\"to\":1580428800}")).isEqualTo(expected);
        assertThat(read(lenient, row + "\"from\":\"2020-01-01\",\"to\":\"2019-01-01\"}"))
                .isEqualTo(expected);
        notices.removeIf(notice -> notice.startsWith("MISSING_FIELD "));
        assertThat(notices).hasSize(3).containsOnly("DROPPED_VALUE town");
        assertThat(read(lenient, row + "\"from\":\"2020-01-01\"}").descriptors()).hasSize(2);
        assertThat(notices).filteredOn(notice -> notice.startsWith("DROPPED")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"from\",\"name\":"
                        + "\"io.debezium.time.Date\"}]},\"payload\":{\"type\":\"person\",\"id\":7,"
                        + "\"street_name\":\"x\",\"from\":18292}}",
                "{\"schema\":null,\"payload\":{\"type\":\"person\",\"id\":7,\"street_name\":\"x\",\"from\":"
                        + "\"2020-01-31\"}}"
            })
    void readsARowInAnEnvelope(String line) throws Exception {
        assertThat(read(reader, line))
                .isEqualTo(
                        SourceRecord.upsert(
                                SEVEN,
                                OptionalLong.empty(),
                                List.of(
                                        new Descriptor(
                                                "street",
                                                "x",
                                                new Interval(1_580_428_800_000L, Interval.MAX)))));
    }

    @Test
    void fieldsNamedLikeAnEnvelopeMayBeOfTheRow() throws Exception {
        assertThat(read(all, "{\"schema\":\"a\",\"payload\":\"b\",\"id\":7}").descriptors())
                .hasSize(2);
        assertThat(
                        read(
                                        reader,
                                        "{\"schema\":{},\"payload\":{\"id\":8},\"type\":\"person\",\"id\":7}")
                                .identity())
                .isEqualTo(SEVEN);
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
                        street + "\"v\":\"3\"}",
                        "version is a string, expected a 64-bit integer" + TYPES),
                Arguments.of(
                        street + "\"v\":3.0}", "version is 3.0, expected a 64-bit integer" + TYPES),
                Arguments.of(
                        street + "\"op\":true}",
                        "op is 'true', expected one of upsert, insert, update, create, read, i, u, c,"
                                + " r to upsert, delete, d to delete, erase, erased to erase; for others"
                                + " write op: {column: op, upsert: […], delete: […], erase: […]}"),
                Arguments.of(street + "\"from\":false}", "from is 'false', " + TIME),
                Arguments.of(
                        street + "\"to\":9223372036854775808}",
                        "to is '9223372036854775808', expected a 64-bit integer"),
                Arguments.of(street + "\"to\":\"7\"}", "to is '7', " + TIME),
                Arguments.of(
                        street + "\"from\":1580428800001,\"to\":1580428800000}",
                        "street_name: start is not before end"),
                Arguments.of("[]", "expected a JSON object, found an array"));
    }

    private static Stream<Arguments> rowsOfAll() {
        return Stream.of(
                Arguments.of(
                        "{\"id\":1,\"x\":[1,[]]}",
                        "an item of x is an array, expected a string, number or boolean"),
                Arguments.of(
                        "{\"id\":1,\"schema\":{}}",
                        "schema is an object, expected a string, number or boolean"),
                Arguments.of(
                        "{\"id\":1,\"schema\":null,\"payload\":{}}",
                        "payload is an object, expected a string, number or boolean"),
                Arguments.of(
                        "{\"id\":1,\"__deleted\":\"yes\"}",
                        "__deleted is 'yes', expected one of false to upsert, true to delete; for"
                                + " others write op: {column: __deleted, upsert: […], delete: […], erase: […]}"),
                Arguments.of("{\"id\":1,\"\":2}", "a column without a name cannot be an attribute"),
                Arguments.of(
                        "{\"id\":1,\"\\ud800\":2}",
                        "a field name has the unpaired surrogate U+D800"));
    }

    private static FlatJsonRecordReader versioned(Type type) {
        return reader(
                Optional.of(new VersionColumn("v", type, TimeFormat.DEFAULT)), Optional.empty());
    }

    @Test
    void anErasureHasNoDescriptors() throws Exception {
        for (String value : List.of("erase", "Erased")) {
            SourceRecord erased =
                    read(
                            reader(Optional.empty(), Optional.of(OpColumn.usual("change"))),
                            "{\"id\":7,\"change\":\"" + value + "\",\"email\":\"a@x\"}");
            assertThat(erased)
                    .isEqualTo(
                            SourceRecord.erase(
                                    new RecordIdentity("person", "census", "7"),
                                    OptionalLong.empty()));
        }
    }

    private static FlatJsonRecordReader reader(
            Optional<VersionColumn> version, Optional<OpColumn> op) {
        RecordMapping mapping =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("census"),
                        "id",
                        version,
                        op,
                        Optional.empty());
        return new FlatJsonRecordReader(mapping, Timeline.MILLIS, "person"::equals, Notices.NONE);
    }

    private static SourceRecord read(RecordDecoder reader, String line)
            throws RejectedInputException {
        return reader.decode(line.getBytes(StandardCharsets.UTF_8), "").records().get(0);
    }
}
