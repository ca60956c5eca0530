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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DebeziumReaderTest {

    private static final String POSTGRES =
            """
            {"version":"3.0.2.Final","connector":"postgresql","name":"crm","ts_ms":1732278600123,
             "snapshot":"%s","db":"crm","sequence":"[\\"24023000\\",\\"24023128\\"]","schema":"public",
             "table":"customers","txId":555,"lsn":%d,"xmin":null}""";
    private static final String MYSQL =
            """
            {"version":"3.0.2.Final","connector":"mysql","name":"crm","ts_ms":1732278600000,
             "snapshot":"false","db":"inventory","sequence":null,"table":"customers","server_id":223344,
             "gtid":null,"file":"mysql-bin.%s","pos":%d,"row":%d,"thread":7,"query":null}""";
    private static final String SQL_SERVER =
            """
            {"version":"3.0.2.Final","connector":"sqlserver","name":"crm","ts_ms":1732278600000,
             "snapshot":"%s","db":"crm","sequence":null,"schema":"dbo","table":"customers",
             "change_lsn":%s,"commit_lsn":"00000027:00000758:0005","event_serial_no":%s}""";
    private static final String LOW = "\"00000027:00000758:0003\"";

    private static final RecordMapping CUSTOMERS = mapping(Optional.empty());

    private final DebeziumReader reader = reader(CUSTOMERS, false);

    @Test
    void readsAnEventWithItsSchema() throws Exception {
        String event = event("c", "null", row(7, "ann@x.org"), postgres("false", 24_023_128L));
        String enveloped =
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"optional\":true,"
                        + "\"field\":\"before\"}],\"optional\":false,\"name\":\"crm.Envelope\"},"
                        + "\"payload\":"
                        + event
                        + "}";

        SourceRecord expected =
                SourceRecord.upsert(
                        identity("7"),
                        OptionalLong.of(2 * 24_023_128L + 1),
                        List.of(new Descriptor("email", "ann@x.org", Interval.ALWAYS)));
        assertThat(records(event)).containsExactly(expected);
        assertThat(records(enveloped)).containsExactly(expected);
    }

    @Test
    void anUpdateIsTheRowAfterIt() throws Exception {
        assertThat(
                        records(
                                event(
                                        "u",
                                        row(7, "old@x.org"),
                                        row(7, "new@x.org"),
                                        postgres("false", 5))))
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.op()).isEqualTo(Op.UPSERT);
                            assertThat(record.descriptors())
                                    .extracting(Descriptor::value)
                                    .containsExactly("new@x.org");
                        });
    }

    @Test
    void anUpdateThatRenamesTheRowDeletesWhatItWas() throws Exception {
        assertThat(records(event("u", row(7, "a"), row(8, "a"), postgres("false", 5))))
                .extracting(SourceRecord::identity, SourceRecord::op)
                .containsExactly(tuple(identity("7"), Op.DELETE), tuple(identity("8"), Op.UPSERT));
    }

    @Test
    void aDeleteNamesTheRowBeforeIt() throws Exception {
        assertThat(records(event("d", row(7, "a"), "null", postgres("false", 5))))
                .containsExactly(SourceRecord.delete(identity("7"), OptionalLong.of(10)));
    }

    @ParameterizedTest
    @MethodSource("keysOfSeven")
    void aDeleteThatDoesNotSayWhatWasBeforeIsNamedByTheKey(String key, String before)
            throws Exception {
        String deleted = event("d", before, "null", postgres("false", 5));
        assertThat(reader.decode(message(key, deleted)).records())
                .containsExactly(SourceRecord.delete(identity("7"), OptionalLong.of(10)));
    }

    static Stream<Arguments> keysOfSeven() {
        String enveloped =
                "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{\"id\":7}}";
        return Stream.of(
                arguments("{\"id\":7}", "null"),
                arguments(enveloped, "null"),
                arguments("{\"id\":7,\"region\":{\"a\":1}}", "{\"email\":\"a\"}"));
    }

    @Test
    void atOnePositionADeleteComesBeforeACreateOrUpdate() throws Exception {
        for (String live : List.of("c", "u")) {
            assertGrowing(
                    version(live, postgres("false", 4)),
                    version("d", postgres("false", 5)),
                    version(live, postgres("false", 5)),
                    version("d", postgres("false", 6)));
            assertGrowing(
                    version("d", sqlServer("false", LOW, "2")),
                    version(live, sqlServer("false", LOW, "2")));
        }
        assertThat(version("d", postgres("false", 5)))
                .isEqualTo(version("r", postgres("incremental", 5)));
        assertThat(version("c", postgres("false", (1L << 62) - 1))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anUpdateThatRenamesTheRowDeletesBeforeItsPosition() throws Exception {
        assertThat(records(event("u", row(7, "a"), row(8, "a"), postgres("false", 5))))
                .extracting(SourceRecord::version)
                .containsExactly(OptionalLong.of(10), OptionalLong.of(11));
    }

    @ParameterizedTest
    @MethodSource("unknownBefore")
    void anUpdateThatMayHaveChangedTheUidUnseenIsNoticed(
            @Nullable String key, String before, boolean isNoticed) throws Exception {
        List<String> notices = new ArrayList<>();
        DebeziumReader noticing =
                new DebeziumReader(
                        CUSTOMERS,
                        Encoding.JSON,
                        false,
                        EraseMark.NONE,
                        Timeline.MILLIS,
                        "person"::equals,
                        (notice, detail) -> notices.add(notice + " " + detail));
        for (String op : List.of("c", "r", "u")) {
            noticing.decode(message(key, event(op, before, row(7, "a"), postgres("false", 5))));
        }
        assertThat(notices)
                .isEqualTo(isNoticed ? List.of("UNKNOWN_BEFORE crm.public.customers") : List.of());
    }

    static Stream<Arguments> unknownBefore() {
        return Stream.of(
                arguments(null, "null", true),
                arguments("{\"pk\":1}", "null", true),
                arguments("{\"pk\":1}", "{\"pk\":1}", true),
                arguments("Struct{pk=1}", "null", true),
                arguments("{\"pk\":1,\"id\":7}", "null", false),
                arguments("{\"schema\":{},\"payload\":{\"id\":7}}", "null", false),
                arguments("{\"pk\":1}", row(7, "b"), false));
    }

    @Test
    void itemsOfArraysAndOfPathsInThemAreValues() throws Exception {
        RecordMapping phones =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        "id",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        new AttributeColumn(
                                                "phone",
                                                "phones.number",
                                                Optional.empty(),
                                                Optional.empty()),
                                        new AttributeColumn(
                                                "phone",
                                                "other",
                                                Optional.empty(),
                                                Optional.empty()))));
        String after =
                "{\"id\":7,\"phones\":[{\"number\":\"a\"},{\"number\":[\"b\",\"c\"]},{}],"
                        + "\"other\":[\"d\",null]}";

        List<SourceRecord> records =
                reader(phones, false)
                        .decode(message(null, event("c", "null", after, postgres("false", 5))))
                        .records();

        assertThat(records.get(0).descriptors())
                .extracting(Descriptor::value)
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void schemasSayWhatTimesAre() throws Exception {
        RecordMapping timed =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        "id",
                        Optional.of(
                                new VersionColumn(
                                        "at", VersionColumn.Type.TIME, TimeFormat.DEFAULT)),
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        new AttributeColumn(
                                                "email",
                                                "email",
                                                Optional.of("since"),
                                                Optional.of("at")))));
        String fields =
                "[{\"type\":\"int64\",\"field\":\"id\"},"
                        + "{\"type\":\"int32\",\"name\":\"io.debezium.time.Date\",\"field\":\"since\"},"
                        + "{\"field\":\"at\",\"name\":\"io.debezium.time.MicroTimestamp\","
                        + "\"type\":\"int64\"}]";
        String schema =
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"fields\":"
                        + fields
                        + ",\"field\":\"after\"},{\"type\":\"string\",\"field\":\"op\"}]}";
        String after = "{\"id\":7,\"email\":\"a\",\"since\":18292,\"at\":1580428800123456}";
        String payload = event("c", "null", after, postgres("false", 5));

        List<SourceRecord> records =
                reader(timed, false)
                        .decode(
                                message(
                                        null,
                                        "{\"schema\":" + schema + ",\"payload\":" + payload + "}"))
                        .records();

        assertThat(records)
                .containsExactly(
                        SourceRecord.upsert(
                                identity("7"),
                                OptionalLong.of(1_580_428_800_123_456L),
                                List.of(
                                        new Descriptor(
                                                "email",
                                                "a",
                                                new Interval(
                                                        1_580_428_800_000L, 1_580_428_800_123L)))));
        assertThat(
                        reader(timed, false)
                                .decode(
                                        message(
                                                null,
                                                "{\"payload\":"
                                                        + payload
                                                        + ",\"schema\":"
                                                        + schema
                                                        + "}"))
                                .records())
                .isEqualTo(records);
    }

    @Test
    void theTombstoneAfterADeleteSaysNothing() throws Exception {
        assertThat(reader.decode(message("{\"id\":7}", null))).isEqualTo(Decoded.NOTHING);
    }

    @Test
    void versionsOfPostgresGrowWithTheLog() throws Exception {
        assertGrowing(
                version("r", postgres("last", 900)),
                version("c", postgres("false", 100)),
                version("u", postgres("false", 101)),
                version("r", postgres("incremental", 102)),
                version("u", postgres("false", 102)));
    }

    @Test
    void versionsOfMySqlGrowWithTheLog() throws Exception {
        assertGrowing(
                version("r", mysql("000009", 4, 0)),
                version("c", mysql("000003", 4, 0)),
                version("c", mysql("000003", 4, 1)),
                version("u", mysql("000003", 60, 0)),
                version("u", mysql("000003", 4_294_967_000L, 12)),
                version("u", mysql("000004", 4, 0)),
                version("u", mysql("1000000", 4, 0)));
        assertThat(version("u", mysql("000004", 4, 0).replace("\"mysql\"", "\"mariadb\"")))
                .isEqualTo(version("u", mysql("000004", 4, 0)));
    }

    @Test
    void versionsOfSqlServerGrowWithTheLog() throws Exception {
        assertGrowing(
                version("r", sqlServer("first", "null", "null")),
                version("d", sqlServer("false", LOW, "1")),
                version("c", sqlServer("false", LOW, "2")),
                version("u", sqlServer("false", "\"00000027:00000758:000a\"", "2")),
                version("u", sqlServer("false", "\"00000027:00000759:0001\"", "2")),
                version("u", sqlServer("false", "\"00000028:00000010:0001\"", "2")),
                version("u", sqlServer("false", "\"01ffffff:00ffffff:07ff\"", "3")));
    }

    @Test
    void snapshotsStandAtTheirPositionIfSoDeclared() throws Exception {
        DebeziumReader placed = reader(CUSTOMERS, true);

        assertThat(version(placed, "r", postgres("last", 900))).isEqualTo(1800);
        assertThat(version(placed, "r", sqlServer("last", "null", "null")))
                .isGreaterThan(version(placed, "u", sqlServer("false", LOW, "1")));
    }

    @Test
    void aMappedVersionComesFirst() throws Exception {
        DebeziumReader versioned = reader(mapping(Optional.of("rev")), false);
        String row = "{\"id\":7,\"email\":\"a\",\"rev\":12}";

        assertThat(versioned.decode(message(null, event("u", "null", row, "{}"))).records())
                .extracting(SourceRecord::version)
                .containsExactly(OptionalLong.of(12));
        assertThat(versioned.decode(message(null, event("d", row, "null", "null"))).records())
                .extracting(SourceRecord::version)
                .containsExactly(OptionalLong.of(12));
        assertThat(
                        versioned
                                .decode(message("{\"id\":7}", event("d", "null", "null", "{}")))
                                .records())
                .extracting(SourceRecord::version)
                .containsExactly(OptionalLong.empty());
    }

    @Test
    void takesLargeValuesThatDidNotChangeFromBefore() throws Exception {
        String after = row(7, "__debezium_unavailable_value");

        assertThat(records(event("u", row(7, "kept@x.org"), after, postgres("false", 5))))
                .flatExtracting(SourceRecord::descriptors)
                .extracting(descriptor -> ((Descriptor) descriptor).value())
                .containsExactly("kept@x.org");
        assertRejected(
                event("u", "null", after, postgres("false", 5)),
                "the event lacks the value of the column email, which is large and did not change;"
                        + " expected it in before (REPLICA IDENTITY FULL)");
    }

    @ParameterizedTest
    @MethodSource("wrongEvents")
    void rejectsWhatIsNoChangeOfARow(String event, String reason) {
        assertRejected(event, reason);
    }

    static Stream<Arguments> wrongEvents() {
        String version = "; name a column as version instead";
        String ok = postgres("false", 5);
        return Stream.of(
                arguments(
                        event("t", "null", "null", ok),
                        "the table was truncated (op t), which names no records; expected op c, u,"
                                + " d or r"),
                arguments(event("m", "null", "null", ok), "op is 'm', expected c, u, d or r"),
                arguments(
                        row(7, "a"),
                        "op is missing, expected a Debezium change event; for rows without an "
                                + "envelope use format json"),
                arguments(
                        "{\"schema\":null,\"payload\":null}",
                        "op is missing, expected a Debezium change event; for rows without an "
                                + "envelope use format json"),
                arguments(
                        event("c", "null", "null", ok),
                        "after is missing, expected the row after op c"),
                arguments(
                        event("c", "null", "\"{}\"", ok),
                        "after is a string, expected an object or null"),
                arguments(
                        event("c", "null", "{\"id\":7,\"email\":{}}", ok),
                        "after: email is an object, expected a string, number or boolean"),
                arguments(
                        event("c", "null", "{\"email\":\"a\"}", ok),
                        "uid is missing: no value in the column id"),
                arguments(
                        event("d", "null", "null", ok),
                        "neither before nor the message's key identifies the deleted record: uid "
                                + "is missing: no value in the column id"),
                arguments(
                        event("c", "null", row(7, "a"), "{\"connector\":\"mongodb\",\"ord\":1}"),
                        "source.connector is 'mongodb', expected one of postgresql, mysql, "
                                + "mariadb, sqlserver"
                                + version),
                arguments(
                        event("c", "null", row(7, "a"), "null"),
                        "source.connector is '', expected one of postgresql, mysql, mariadb, "
                                + "sqlserver"
                                + version),
                arguments(
                        event("c", "null", row(7, "a"), "{\"connector\":\"postgresql\"}"),
                        "source.lsn is missing, expected the position of the change" + version),
                arguments(
                        event("c", "null", row(7, "a"), postgres("false", Long.MAX_VALUE)),
                        "the position 9223372036854775807 in source is out of range" + version),
                arguments(
                        event("c", "null", row(7, "a"), mysql("old", 4, 0)),
                        "source.file is 'mysql-bin.old', expected the name of a binlog such as"
                                + " mysql-bin.000003"
                                + version),
                arguments(
                        event("c", "null", row(7, "a"), mysql("000001", 1L << 32, 0)),
                        "source.pos has a part of 4294967296, over 32 bits" + version),
                arguments(
                        event(
                                "c",
                                "null",
                                row(7, "a"),
                                sqlServer("false", "\"00000027:00000758:0800\"", "1")),
                        "source.change_lsn has a part of 2048, over 11 bits" + version),
                arguments(
                        event("c", "null", row(7, "a"), sqlServer("false", "\"27:758\"", "1")),
                        "source.change_lsn is '27:758', expected an LSN such as"
                                + " 00000027:00000758:0005"
                                + version),
                arguments("[]", "expected a JSON object, found an array"));
    }

    @Test
    void aKeyThatIsNoJsonIsNamed() {
        assertThatThrownBy(
                        () ->
                                reader.decode(
                                        message(
                                                "Struct{id=7}",
                                                event("d", "null", "null", postgres("false", 5)))))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageStartingWith("the message's key: not JSON");
    }

    @Test
    void noticesMappedColumnsThatTheRowAfterAChangeLacks() throws Exception {
        List<String> noticed = new ArrayList<>();
        DebeziumReader noticing =
                new DebeziumReader(
                        CUSTOMERS,
                        Encoding.JSON,
                        false,
                        EraseMark.NONE,
                        Timeline.MILLIS,
                        "person"::equals,
                        (notice, detail) -> noticed.add(notice + " " + detail));

        noticing.decode(message(null, event("u", "{\"id\":1}", row(1, "a"), postgres("false", 5))));
        noticing.decode(message(null, event("d", "{\"id\":1}", "null", postgres("false", 6))));
        assertThat(noticed).isEmpty();
        noticing.decode(
                message(
                        null,
                        event("c", "null", "{\"id\":1,\"Email\":\"a\"}", postgres("false", 7))));

        assertThat(noticed).contains("MISSING_FIELD email, but had 'Email'");
    }

    private void assertRejected(String event, String reason) {
        assertThatThrownBy(() -> records(event))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    private static void assertGrowing(Long... versions) {
        assertThat(versions).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aHeaderErasesTheRecordsOfAnEvent() throws Exception {
        DebeziumReader erasing = erasing(new EraseMark(EraseMark.Place.HEADER, "gdpr", List.of()));
        String update = event("u", row(6, "a"), row(7, "a"), postgres("false", 5));
        String delete = event("d", row(7, "a"), "null", postgres("false", 5));

        assertThat(erasing.decode(message(update, "gdpr", "TRUE")).records())
                .containsExactly(
                        SourceRecord.erase(identity("6"), OptionalLong.of(10)),
                        SourceRecord.erase(identity("7"), OptionalLong.of(11)));
        assertThat(erasing.decode(message(delete, "gdpr", "erase")).records())
                .containsExactly(SourceRecord.erase(identity("7"), OptionalLong.of(10)));
        for (String value : List.of("false", "", "yes")) {
            assertThat(erasing.decode(message(delete, "gdpr", value)).records())
                    .containsExactly(SourceRecord.delete(identity("7"), OptionalLong.of(10)));
        }
        assertThat(erasing.decode(message(delete, "other", "true")).records())
                .containsExactly(SourceRecord.delete(identity("7"), OptionalLong.of(10)));
    }

    @Test
    void aColumnErasesTheRecordOfItsRow() throws Exception {
        DebeziumReader erasing =
                erasing(new EraseMark(EraseMark.Place.COLUMN, "forget", List.of("1", "X")));
        String row = "{\"id\":7,\"email\":\"a\",\"forget\":%s}";
        for (String value : List.of("1", "\"X\"")) {
            String marked = row.formatted(value);
            assertThat(
                            erasing.decode(
                                            message(
                                                    null,
                                                    event(
                                                            "u",
                                                            "null",
                                                            marked,
                                                            postgres("false", 5))))
                                    .records())
                    .containsExactly(SourceRecord.erase(identity("7"), OptionalLong.of(11)));
            assertThat(
                            erasing.decode(
                                            message(
                                                    null,
                                                    event(
                                                            "d",
                                                            marked,
                                                            "null",
                                                            postgres("false", 5))))
                                    .records())
                    .containsExactly(SourceRecord.erase(identity("7"), OptionalLong.of(10)));
        }
        String kept = event("u", "null", row.formatted("\"x\""), postgres("false", 5));
        assertThat(erasing.decode(message(null, kept)).records())
                .extracting(SourceRecord::op)
                .containsExactly(SourceRecord.Op.UPSERT);
    }

    private static DebeziumReader erasing(EraseMark mark) {
        return new DebeziumReader(
                CUSTOMERS,
                Encoding.JSON,
                false,
                mark,
                Timeline.MILLIS,
                "person"::equals,
                Notices.NONE);
    }

    private static Message message(String value, String header, String headerValue) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new Message(
                "t",
                0,
                0,
                null,
                bytes,
                bytes.length,
                List.of(
                        new MessageHeader("gdpr", null),
                        new MessageHeader(header, headerValue.getBytes(StandardCharsets.UTF_8))));
    }

    private long version(String op, String source) throws RejectedInputException {
        return version(reader, op, source);
    }

    private static long version(DebeziumReader reader, String op, String source)
            throws RejectedInputException {
        String row = row(7, "a");
        String event =
                event(op, op.equals("d") ? row : "null", op.equals("d") ? "null" : row, source);
        return reader.decode(message(null, event)).records().get(0).version().orElseThrow();
    }

    private List<SourceRecord> records(String event) throws RejectedInputException {
        return reader.decode(message(null, event)).records();
    }

    private static Message message(@Nullable String key, @Nullable String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return new Message(
                "crm.public.customers",
                0,
                3,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                bytes,
                bytes == null ? 0 : bytes.length,
                List.of());
    }

    private static String event(String op, String before, String after, String source) {
        return String.format(
                "{\"before\":%s,\"after\":%s,\"source\":%s,\"transaction\":null,\"op\":\"%s\","
                        + "\"ts_ms\":1732278600456,\"ts_us\":1732278600456789}",
                before, after, source, op);
    }

    private static String row(int id, String email) {
        return String.format("{\"id\":%d,\"email\":\"%s\",\"tags\":[\"a\"]}", id, email);
    }

    private static String postgres(String snapshot, long lsn) {
        return String.format(POSTGRES, snapshot, lsn);
    }

    private static String mysql(String file, long pos, int row) {
        return String.format(MYSQL, file, pos, row);
    }

    private static String sqlServer(String snapshot, String changeLsn, String serial) {
        return String.format(SQL_SERVER, snapshot, changeLsn, serial);
    }

    private static DebeziumReader reader(RecordMapping mapping, boolean snapshotsAtPosition) {
        return new DebeziumReader(
                mapping,
                Encoding.JSON,
                snapshotsAtPosition,
                EraseMark.NONE,
                Timeline.MILLIS,
                "person"::equals,
                Notices.NONE);
    }

    private static RecordMapping mapping(Optional<String> version) {
        return new RecordMapping(
                new Field.Constant("person"),
                new Field.Constant("crm"),
                "id",
                version.map(VersionColumn::integer),
                Optional.empty(),
                Optional.of(
                        List.of(
                                new AttributeColumn(
                                        "email", "email", Optional.empty(), Optional.empty()))));
    }

    private static RecordIdentity identity(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }
}
