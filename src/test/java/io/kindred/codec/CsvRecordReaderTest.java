package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CsvRecordReaderTest {

    private static final String UNFIT = "the row does not fit the header: ";
    private static final String TYPES =
            "; for other notations of numbers, as in quotes, write version: {column: v, type: number}, for a time type: time";

    private static final String HEADER = "id,v,op,street_name,from,to,other";

    private static final RecordMapping STREETS =
            SampleMappings.streets(new Field.Constant("person"));

    private static final RecordMapping ALL =
            SampleMappings.everyColumn(new Field.Column("type"), new Field.Column("src"));

    private final CsvRecordReader reader =
            new CsvRecordReader(
                    STREETS,
                    new CsvDialect(',', true),
                    Timeline.MILLIS,
                    "person"::equals,
                    Notices.NONE);

    private final CsvRecordReader all =
            new CsvRecordReader(
                    ALL,
                    new CsvDialect(',', true),
                    Timeline.MILLIS,
                    "person"::equals,
                    Notices.NONE);

    private final CsvRecordReader oneLine =
            new CsvRecordReader(
                    STREETS,
                    new CsvDialect(',', false),
                    Timeline.MILLIS,
                    "person"::equals,
                    Notices.NONE);

    @Test
    void readsARow() throws Exception {
        SourceRecord record =
                read("17,-3,upsert,\"High \"\"St\"\", 1\",2020-01-31,1580428800001,x");

        assertThat(record.identity()).hasToString("person/census/17");
        assertThat(record.version()).hasValue(-3);
        assertThat(record.op()).isEqualTo(Op.UPSERT);
        assertThat(record.descriptors())
                .containsExactly(
                        new Descriptor(
                                "street",
                                "High \"St\", 1",
                                new Interval(1_580_428_800_000L, 1_580_428_800_001L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "D", "DELETE", " Delete ", "d"})
    void readsADeleteHoweverItIsWritten(String op) throws Exception {
        SourceRecord record = read("17,3," + op + ",High St,unreadable,,");

        assertThat(record.identity()).hasToString("person/census/17");
        assertThat(record.version()).hasValue(3);
        assertThat(record.op()).isEqualTo(Op.DELETE);
        assertThat(record.descriptors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"I", "u", "C", "r", "upsert", "Insert", "UPDATE", "create", "read", " "})
    void readsAnUpsertHoweverItIsWritten(String op) throws Exception {
        assertThat(read("17,3," + op + ",High St,,,").op()).isEqualTo(Op.UPSERT);
    }

    @Test
    void leavesFieldsOfUnwrappedChangesToOtherFormats() throws Exception {
        assertThat(read(all, "person,crm,7,true", "type,src,id,__deleted"))
                .isEqualTo(
                        SourceRecord.upsert(
                                new RecordIdentity("person", "crm", "7"),
                                OptionalLong.empty(),
                                List.of(new Descriptor("__deleted", "true", Interval.ALWAYS))));
    }

    @Test
    void emptyCellsSayNothing() throws Exception {
        SourceRecord record = read("a,,,x,\"\",,");

        assertThat(record.version()).isEmpty();
        assertThat(record.op()).isEqualTo(Op.UPSERT);
        assertThat(record.descriptors())
                .containsExactly(new Descriptor("street", "x", Interval.ALWAYS));
        assertThat(read("a,,,,2020-13-99,,").descriptors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "x y, x y",
                "| x|, | x|",
                "a\"b, a\"b",
                "|\"a\nb\"|, |a\nb|",
                "é😀, é😀",
                "\\n, \\n",
                "#x, #x",
                "| \"b\"|, | \"b\"|",
                "|\t\"b\"|, |\t\"b\"|",
                "|\"b\" |, |b|"
            })
    void keepsCellsAsTheyAre(String cell, String value) throws Exception {
        assertThat(read("a,,," + cell + ",,,").descriptors())
                .containsExactly(new Descriptor("street", value, Interval.ALWAYS));
    }

    @Test
    void withoutAttributesEveryOtherColumnIsOne() throws Exception {
        SourceRecord record = read(all, "person,crm,7,ann,,1e5", "type,src,id,name,gone,n");

        assertThat(record.identity()).hasToString("person/crm/7");
        assertThat(record.descriptors())
                .containsExactly(
                        new Descriptor("n", "1e5", Interval.ALWAYS),
                        new Descriptor("name", "ann", Interval.ALWAYS));
    }

    @Test
    void followsAChangeOfHeader() throws Exception {
        assertThat(read(all, "person,crm,7", "type,src,id").identity()).hasToString("person/crm/7");
        assertThat(read(all, "7,person,crm", "id,type,src").identity()).hasToString("person/crm/7");
    }

    @Test
    void namesTheColumnsThatAHeaderLacks() throws Exception {
        assertThatThrownBy(() -> reader.checkHeader("to,id,\"op\""))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("the header lacks v, street_name, from; it has to, id, op");
        reader.checkHeader(HEADER);
    }

    @Test
    void whiteSpaceAtTheEndsOfAColumnDoesNotCount() throws Exception {
        SourceRecord record =
                read(
                        all,
                        "person,crm,7,a@x.org,Ann",
                        " type,src\u00a0,\" id\t\", email,first name ");

        assertThat(record.identity()).hasToString("person/crm/7");
        assertThat(record.descriptors())
                .containsExactly(
                        new Descriptor("email", "a@x.org", Interval.ALWAYS),
                        new Descriptor("first name", "Ann", Interval.ALWAYS));
        assertThat(all.untrimmed("type, src,id,first name, email\t"))
                .containsExactly(" src", " email\t");
    }

    @Test
    void whiteSpaceAtTheEndsOfAMappedColumnDoesNotCount() throws Exception {
        RecordMapping mapping =
                new RecordMapping(
                        new Field.Constant("person"),
                        new Field.Constant("crm"),
                        " id",
                        Optional.of(RecordMapping.VersionColumn.integer("v ")),
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        new RecordMapping.AttributeColumn(
                                                "email",
                                                " e-mail",
                                                Optional.empty(),
                                                Optional.empty()))));
        CsvRecordReader spaced =
                new CsvRecordReader(
                        mapping,
                        new CsvDialect(',', false),
                        Timeline.MILLIS,
                        "person"::equals,
                        Notices.NONE);

        for (String header : List.of("id,v,e-mail", " id,v , e-mail", "id , v,e-mail ")) {
            SourceRecord record = read(spaced, "7,3,a@x.org", header);

            assertThat(record.identity()).hasToString("person/crm/7");
            assertThat(record.version()).hasValue(3);
            assertThat(record.descriptors())
                    .containsExactly(new Descriptor("email", "a@x.org", Interval.ALWAYS));
        }
    }

    @Test
    void rowsAreSplitByTheDelimiterThatTheirFileNames() throws Exception {
        String header = "v,id,op,street_name,from,to";

        for (String line : List.of("sep=;", "SEP=;\r", "\"sep=;\"", "sep=\t")) {
            String delimiter = line.contains("\t") ? "\t" : ";";
            String there = line + "\n" + header.replace(",", delimiter);
            SourceRecord record =
                    read(reader, "3,7,,\"a,b\",,".replaceAll(",(?!b)", delimiter), there);

            assertThat(record.identity().uid()).isEqualTo("7");
            assertThat(record.descriptors().get(0).value()).isEqualTo("a,b");
            assertThat(read(reader, "3,8,,c,,", header).identity().uid()).isEqualTo("8");
        }
        assertThatThrownBy(() -> reader.checkHeader("sep=;\n" + header))
                .hasMessageStartingWith("the header lacks id, v, op, street_name, from, to;");
    }

    @Test
    void rowsOfFilesWithoutAHeaderHaveTheGivenColumns() throws Exception {
        CsvRecordReader given =
                new CsvRecordReader(
                        STREETS,
                        new CsvDialect(
                                ',',
                                true,
                                "",
                                List.of("id", "v", "op", "street_name", "from", "to")),
                        Timeline.MILLIS,
                        "person"::equals,
                        Notices.NONE);

        assertThat(given.checkHeader("")).containsExactly("street");
        assertThat(read(given, "7,3,,x,,", "").identity().uid()).isEqualTo("7");
        assertThat(read(given, "7;3;;x;;", "sep=;\n").descriptors().get(0).value()).isEqualTo("x");
        assertThatThrownBy(() -> read(given, "7,3,,x,", ""))
                .hasMessage(
                        "the row does not fit the columns of the source: 5 cells under 6 columns");
        CsvRecordReader other =
                new CsvRecordReader(
                        STREETS,
                        new CsvDialect(',', true, "", List.of("id", "v", "op", "from", "to")),
                        Timeline.MILLIS,
                        "person"::equals,
                        Notices.NONE);
        assertThatThrownBy(() -> other.checkHeader(""))
                .hasMessage("columns lacks street_name; it has id, v, op, from, to");
    }

    @Test
    void saysHowLineBreaksInCellsAreAllowed() {
        String advice = "; write multiline: true if cells contain line breaks";

        assertRejected("a,,,\"x\ny\",,,", "a line break in a quoted cell" + advice);
        assertRejected("a,,,\"x,,,", "not CSV: Missing closing quote for value" + advice);
        assertThatThrownBy(() -> oneLine.checkHeader("id,\"v\n\""))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("the header: a line break in a quoted cell" + advice);
    }

    private void assertRejected(String row, String reason) {
        assertThatThrownBy(() -> oneLine.decode(bytes(row), HEADER))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rejectsRows(String line, String reason) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void rejectsHeaders(String header, String reason) {
        assertThatThrownBy(() -> reader.decode(bytes("a"), header))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
        assertThatThrownBy(() -> reader.checkHeader(header))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(reason);
    }

    @Test
    void rejectsAColumnWithoutAName() {
        assertThatThrownBy(() -> all.decode(bytes("person,crm,7,x"), "type,src,id,"))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("a column without a name cannot be an attribute");
    }

    @Test
    void rejectsWhatIsNotUtf8() {
        byte[] line = bytes("a,,,?,,,");
        line[4] = (byte) 0xe9;

        assertThatThrownBy(() -> reader.decode(line, HEADER))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage("not UTF-8 at byte 5");
    }

    private static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("", UNFIT + "0 cells under 7 columns"),
                Arguments.of("a", UNFIT + "1 cell under 7 columns"),
                Arguments.of("a,,,,,", UNFIT + "6 cells under 7 columns"),
                Arguments.of(
                        "a,,,,,,,",
                        UNFIT
                                + "8 cells under 7 columns; the last cell is empty: the row ends"
                                + " with a delimiter"),
                Arguments.of("a,,,,,,,x", UNFIT + "8 cells under 7 columns"),
                Arguments.of("a,,,,,,,,", UNFIT + "9 cells under 7 columns"),
                Arguments.of("a,\"b,,,,,", "not CSV: Missing closing quote for value"),
                Arguments.of(
                        "a,\"b\"c,,,,,",
                        "not CSV: Unexpected character ('c' (code 99)): Expected column separator"
                                + " character (',' (code 44)) or end-of-line"),
                Arguments.of("a,,,x\ry,,,", "a line break outside quotes"),
                Arguments.of("a,,,,,,\r\nb", "a line break outside quotes"),
                Arguments.of("a,,,\0,,,", "NUL byte at byte 5"),
                Arguments.of(",,,,,,", "uid is missing: no value in the column id"),
                Arguments.of("\"\",,,,,,", "uid is missing: no value in the column id"),
                Arguments.of("a\u001fb,,,,,,", "uid contains U+001F"),
                Arguments.of("a,3.0,,,,,", "version is '3.0', expected a 64-bit integer" + TYPES),
                Arguments.of("a,1e3,,,,,", "version is '1e3', expected a 64-bit integer" + TYPES),
                Arguments.of("a,٣,,,,,", "version is '٣', expected a 64-bit integer" + TYPES),
                Arguments.of(
                        "a,9223372036854775808,,,,,",
                        "version is '9223372036854775808', expected a 64-bit integer" + TYPES),
                Arguments.of(
                        "a,,drop,,,,",
                        "op is 'drop', expected one of upsert, insert, update, create, read, i, u, c,"
                                + " r to upsert, delete, d to delete, erase, erased to erase; for others"
                                + " write op: {column: op, upsert: […], delete: […], erase: […]}"),
                Arguments.of(
                        "a,,,x,2020-01-31,2020-01-31,", "street_name: start is not before end"),
                Arguments.of(
                        "a,,,x,99999999999999999999,,",
                        "from is '99999999999999999999', expected a 64-bit integer"),
                Arguments.of(
                        "a,,,x,,2020-02-30,",
                        "to is '2020-02-30', expected a date or date-time such as 2020-01-31 or"
                                + " 2020-01-31T10:00:00Z; for another notation write time:"
                                + " {format: dd/MM/yyyy} or the like"));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("", "there is no header"),
                Arguments.of("id,id", "the column 'id' occurs twice in the header"),
                Arguments.of("v, id,id ", "the column 'id' occurs twice in the header"),
                Arguments.of("id,\"v", "the header: not CSV: Missing closing quote for value"),
                Arguments.of(
                        "id,v\ufffd",
                        "the header is not in the encoding of the source, by default UTF-8; write"
                                + " encoding: windows-1252, or whatever it is in"),
                Arguments.of(
                        "id,op,to", "the header lacks v, street_name, from; it has id, op, to"));
    }

    private SourceRecord read(String line) throws RejectedInputException {
        return read(reader, line, HEADER);
    }

    private static SourceRecord read(CsvRecordReader reader, String line, String header)
            throws RejectedInputException {
        return reader.decode(bytes(line), header).records().get(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
