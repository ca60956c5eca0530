package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values of messages in encodings other than UTF-8. */
class EncodedMessagesTest {

    @ParameterizedTest
    @CsvSource({
        "windows-1252, windows-1252, ''",
        "UTF-16, UTF-16LE, ''",
        "UTF-16, UTF-16BE, ''",
        "windows-1252, UTF-16LE, \ufeff",
        "windows-1252, UTF-8, \ufeff",
        "Shift_JIS, UTF-32BE, \ufeff"
    })
    void areReadAsText(String declared, String charset, String mark) throws Exception {
        String row = mark + "{\"id\":7,\"name\":\"Jos\u00e9\"}";

        SourceRecord record = decode(declared, row.getBytes(Charset.forName(charset)));

        assertThat(record.identity().uid()).isEqualTo("7");
        assertThat(record.descriptors().get(0).value()).isEqualTo("Jos\u00e9");
    }

    @Test
    void bytesThatAreNoCharactersAreNamed() {
        byte[] row = "{\"id\":\"\u00e9x\"}".getBytes(StandardCharsets.ISO_8859_1);
        row[8] = (byte) 0x81;

        assertThatThrownBy(() -> decode("windows-1252", row))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(
                        "not windows-1252 at character 9, which is the byte '81' in hexadecimal");
        assertThatThrownBy(() -> decode("UTF-16LE", new byte[] {'{', 0, '}'}))
                .hasMessage("not UTF-16LE at character 2, which is the byte '7d' in hexadecimal");
    }

    @Test
    void tombstonesAndKeysAreAsBefore() throws Exception {
        assertThat(message("UTF-16", "7".getBytes(StandardCharsets.UTF_8), null).op())
                .isEqualTo(SourceRecord.Op.DELETE);
    }

    private static SourceRecord decode(String encoding, byte[] value)
            throws RejectedInputException {
        return message(encoding, null, value);
    }

    private static SourceRecord message(
            String encoding, byte @Nullable [] key, byte @Nullable [] value)
            throws RejectedInputException {
        RecordMapping mapping =
                SampleMappings.everyColumn(new Field.Constant("person"), new Field.Constant("crm"));
        MessageDecoder plain =
                new ValueDecoder(
                        new FlatJsonRecordReader(
                                mapping, Timeline.MILLIS, "person"::equals, Notices.NONE),
                        Tombstones.remove(
                                mapping,
                                Encoding.JSON,
                                SourceRecord.Op.DELETE,
                                Timeline.MILLIS,
                                "person"::equals));
        return new EncodedMessages(plain, TextEncoding.of(encoding))
                .decode(new Message("t", 0, 1, key, value, 0, List.of()))
                .records()
                .get(0);
    }
}
