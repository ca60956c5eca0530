package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FramedBytes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Framed values and keys through the readers of messages. */
class FramedEncodingTest {

    private static final Schema PERSON =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"Person","fields":[
                              {"name":"id","type":"long"},
                              {"name":"rev","type":{"type":"long","logicalType":"timestamp-micros"}},
                              {"name":"home","type":["null",{"type":"record","name":"Home","fields":[
                                {"name":"towns","type":{"type":"array","items":{"type":"record","name":"Town",
                                  "fields":[{"name":"name","type":"string"}]}}},
                                {"name":"since","type":{"type":"int","logicalType":"date"}}]}]}]}""");
    private static final Schema ROW =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"Value","fields":[
                              {"name":"id","type":"int"},
                              {"name":"email","type":["null","string"]},
                              {"name":"since","type":{"type":"int","connect.name":"io.debezium.time.Date"}}]}""");
    private static final Schema EVENT =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"Envelope","fields":[
                              {"name":"before","type":["null",%s]},
                              {"name":"after","type":["null","Value"]},
                              {"name":"source","type":{"type":"record","name":"Source","fields":[
                                {"name":"connector","type":"string"},{"name":"lsn","type":["null","long"]}]}},
                              {"name":"op","type":"string"}]}"""
                                    .formatted(ROW));
    private static final Schema KEY =
            new Schema.Parser()
                    .parse(
                            "{\"type\":\"record\",\"name\":\"Key\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}");

    private static final Map<Integer, RegisteredSchema> SCHEMAS =
            Map.of(
                    1,
                    avro(PERSON),
                    2,
                    avro(EVENT),
                    3,
                    avro(KEY),
                    4,
                    new RegisteredSchema("AVRO", "\"long\"", List.of()),
                    5,
                    new RegisteredSchema("JSON", "{}", List.of()),
                    6,
                    new RegisteredSchema("THRIFT", "{}", List.of()));

    private static final SchemaSource REGISTRY =
            id -> {
                RegisteredSchema schema = SCHEMAS.get(id);
                if (schema == null) {
                    throw new RejectedInputException("schema " + id + " is not there");
                }
                return schema;
            };

    private static final RecordIdentity SEVEN = new RecordIdentity("person", "crm", "7");

    @Test
    void avroIsMappedLikeJson() throws Exception {
        assertThat(decode(SchemaType.AVRO, person()))
                .containsExactly(
                        SourceRecord.upsert(
                                SEVEN,
                                OptionalLong.of(1_500_000),
                                List.of(
                                        new Descriptor(
                                                "town",
                                                "Oslo",
                                                new Interval(86_400_000, Interval.MAX)),
                                        new Descriptor(
                                                "town",
                                                "Rome",
                                                new Interval(86_400_000, Interval.MAX)))));
    }

    @Test
    void jsonInAFrameIsJson() throws Exception {
        byte[] json =
                "{\"id\":7,\"rev\":\"1970-01-01T00:00:01.5Z\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(decode(SchemaType.JSON_SCHEMA, FramedBytes.of(5, json)))
                .containsExactly(SourceRecord.upsert(SEVEN, OptionalLong.of(1_500_000), List.of()));
        assertThatThrownBy(
                        () ->
                                decode(
                                        SchemaType.JSON_SCHEMA,
                                        FramedBytes.of(5, new byte[] {'{', -1})))
                .hasMessage("by the schema 5: not UTF-8 at byte 7");
    }

    @Test
    void whatIsNotFramedOrOfAnotherTypeIsRejected() {
        assertRejected(
                "{\"id\":7}".getBytes(StandardCharsets.UTF_8),
                "not framed for a schema registry, expected a zero byte and the id of a schema"
                        + " (format avro)");
        assertRejected(
                new byte[] {0, 0},
                "not framed for a schema registry, expected a zero byte"
                        + " and the id of a schema (format avro)");
        assertRejected(
                FramedBytes.of(5, new byte[0]),
                "the schema 5 is of format json_schema, expected avro");
        assertRejected(
                FramedBytes.of(6, new byte[0]),
                "the schema 6: is of the type 'THRIFT', expected AVRO, PROTOBUF or JSON");
        assertRejected(FramedBytes.of(99, new byte[0]), "schema 99 is not there");
        assertRejected(FramedBytes.of(1, new byte[0]), "by the schema 1: the row ends too early");
        assertRejected(
                FramedBytes.avro(4, Schema.create(Schema.Type.LONG), 1L),
                "expected a JSON object, found '1'");
    }

    @Test
    void framedMessagesWithoutARegistrySayWhatTheyAre() {
        byte[] framed = FramedBytes.of(17, new byte[] {2});
        ValueDecoder plain =
                new ValueDecoder(
                        new FlatJsonRecordReader(
                                mapping(), Timeline.MILLIS, "person"::equals, Notices.NONE),
                        Tombstones.REJECT);

        assertThatThrownBy(() -> plain.decode(message(null, framed)))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(
                        "NUL byte at byte 1; it looks like a message framed for a schema registry"
                                + " (schema id 17): set schema_registry, and format avro, protobuf,"
                                + " json_schema or debezium");
    }

    @Test
    void tombstonesDeleteByFramedKeys() throws Exception {
        GenericData.Record key = new GenericData.Record(KEY);
        key.put("id", 7L);
        for (byte[] each :
                List.of(
                        FramedBytes.avro(3, KEY, key),
                        FramedBytes.avro(4, Schema.create(Schema.Type.LONG), 7L),
                        new byte[] {'7'},
                        "{\"id\":7}".getBytes(StandardCharsets.UTF_8))) {
            assertThat(decoder(SchemaType.AVRO).decode(message(each, null)).records())
                    .containsExactly(SourceRecord.delete(SEVEN, OptionalLong.empty()));
        }
    }

    @Test
    void changeEventsAreReadLikeThoseInJson() throws Exception {
        DebeziumReader reader = events();
        GenericData.Record key = new GenericData.Record(KEY);
        key.put("id", 7L);

        assertThat(reader.decode(message(null, event("c", null, row(7, "a@x.org")))).records())
                .containsExactly(
                        SourceRecord.upsert(
                                SEVEN,
                                OptionalLong.of(11),
                                List.of(
                                        new Descriptor(
                                                "email",
                                                "a@x.org",
                                                new Interval(172_800_000, Interval.MAX)))));
        assertThat(
                        reader.decode(
                                        message(
                                                FramedBytes.avro(3, KEY, key),
                                                event("d", null, null)))
                                .records())
                .containsExactly(SourceRecord.delete(SEVEN, OptionalLong.of(10)));
        assertThat(reader.decode(message(null, event("d", row(7, null), null))).records())
                .containsExactly(SourceRecord.delete(SEVEN, OptionalLong.of(10)));
        assertThat(reader.decode(message(FramedBytes.avro(3, KEY, key), null)))
                .isEqualTo(Decoded.NOTHING);
        assertThat(
                        reader.decode(
                                        message(
                                                null,
                                                """
                                                {"op":"d","before":{"id":7},"source":{"connector":"postgresql","lsn":5}}"""
                                                        .getBytes(StandardCharsets.UTF_8)))
                                .records())
                .containsExactly(SourceRecord.delete(SEVEN, OptionalLong.of(10)));
    }

    @Test
    void asksForASchemaOnce() throws Exception {
        int[] asked = {0};
        FramedEncoding encoding =
                FramedEncoding.of(
                        SchemaType.AVRO,
                        id -> {
                            asked[0]++;
                            return REGISTRY.schema(id);
                        });
        for (int i = 0; i < 3; i++) {
            encoding.open(person());
        }
        assertThat(asked[0]).isEqualTo(1);
    }

    private static RegisteredSchema avro(Schema schema) {
        return new RegisteredSchema("", schema.toString(), List.of());
    }

    private static byte[] person() {
        Schema home = PERSON.getField("home").schema().getTypes().get(1);
        Schema town = home.getField("towns").schema().getElementType();
        GenericData.Record oslo = new GenericData.Record(town);
        oslo.put("name", "Oslo");
        GenericData.Record rome = new GenericData.Record(town);
        rome.put("name", "Rome");
        GenericData.Record at = new GenericData.Record(home);
        at.put("towns", List.of(oslo, rome));
        at.put("since", 1);
        GenericData.Record person = new GenericData.Record(PERSON);
        person.put("id", 7L);
        person.put("rev", 1_500_000L);
        person.put("home", at);
        return FramedBytes.avro(1, PERSON, person);
    }

    private static GenericData.Record row(int id, @Nullable String email) {
        GenericData.Record row = new GenericData.Record(ROW);
        row.put("id", id);
        row.put("email", email);
        row.put("since", 2);
        return row;
    }

    private static byte[] event(
            String op, GenericData.@Nullable Record before, GenericData.@Nullable Record after) {
        GenericData.Record source = new GenericData.Record(EVENT.getField("source").schema());
        source.put("connector", "postgresql");
        source.put("lsn", 5L);
        GenericData.Record event = new GenericData.Record(EVENT);
        event.put("before", before);
        event.put("after", after);
        event.put("source", source);
        event.put("op", op);
        return FramedBytes.avro(2, EVENT, event);
    }

    private static RecordMapping mapping() {
        return new RecordMapping(
                new Field.Constant("person"),
                new Field.Constant("crm"),
                "id",
                Optional.of(new VersionColumn("rev", VersionColumn.Type.TIME, TimeFormat.DEFAULT)),
                Optional.empty(),
                Optional.of(
                        List.of(
                                new AttributeColumn(
                                        "town",
                                        "home.towns.name",
                                        Optional.of("home.since"),
                                        Optional.empty()))));
    }

    private static DebeziumReader events() {
        RecordMapping mapping =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        "id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        new AttributeColumn(
                                                "email",
                                                "email",
                                                Optional.of("since"),
                                                Optional.empty()))));
        return new DebeziumReader(
                mapping,
                FramedEncoding.orJson(REGISTRY),
                false,
                EraseMark.NONE,
                Timeline.MILLIS,
                "person"::equals,
                Notices.NONE);
    }

    private static ValueDecoder decoder(SchemaType type) {
        return new ValueDecoder(
                new FlatJsonRecordReader(
                        mapping(),
                        FramedEncoding.of(type, REGISTRY),
                        Timeline.MILLIS,
                        "person"::equals,
                        Notices.NONE),
                Tombstones.remove(
                        SampleMappings.everyColumn(
                                new Field.Constant("person"), new Field.Constant("crm")),
                        FramedEncoding.orJson(REGISTRY),
                        Op.DELETE,
                        Timeline.MILLIS,
                        "person"::equals));
    }

    private static List<SourceRecord> decode(SchemaType type, byte[] value) throws Exception {
        return decoder(type).decode(message(null, value)).records();
    }

    private static Message message(byte @Nullable [] key, byte @Nullable [] value) {
        return new Message("t", 0, 1, key, value, value == null ? 0 : value.length, List.of());
    }

    private static void assertRejected(byte[] value, String error) {
        assertThatThrownBy(() -> decode(SchemaType.AVRO, value))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(error);
    }
}
