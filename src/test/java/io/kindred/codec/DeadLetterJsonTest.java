package io.kindred.codec;

import io.kindred.temporal.Timeline;
import io.kindred.testkit.RowSchemas;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterJsonTest {

    private static final byte[] NOT_UTF8 = {'a', (byte) 0xff};

    @Test
    void aLineHasItsText() {
        assertThat(row(new DeadLetter("in/a.csv", "line 3", "no uid", "a\t\"b\"\r\n")))
                .isEqualTo(
                        quoted(
                                "{'source':'in/a.csv','position':'line 3','error':'no uid',"
                                        + "'raw':'a\\t\\\"b\\\"\\r\\n'}"));
    }

    @Test
    void bytesThatAreNoTextAreKeptInBase64() {
        assertThat(row(DeadLetter.of("a", "line 1", "no", NOT_UTF8, 2, null)))
                .isEqualTo(
                        quoted(
                                "{'source':'a','position':'line 1','error':'no','raw':'a\ufffd',"
                                        + "'raw_base64':'Yf8='}"));
    }

    @Test
    void aMessageHasItsKeyAndHeadersToo() {
        Message message =
                message(
                        NOT_UTF8,
                        bytes("{}"),
                        List.of(
                                new MessageHeader("h", bytes("v")),
                                new MessageHeader("n", null),
                                new MessageHeader("b", NOT_UTF8)));

        assertThat(row(letter(message)))
                .isEqualTo(
                        quoted(
                                "{'source':'crm','position':'t/2/41','error':'no','raw':'{}',"
                                        + "'key':'a\ufffd','key_base64':'Yf8=','headers':["
                                        + "{'name':'h','value':'v'},{'name':'n','value':null},"
                                        + "{'name':'b','value':'a\ufffd','value_base64':'Yf8='}]}"));
    }

    @Test
    void aTombstoneHasNoText() {
        assertThat(row(letter(message(bytes("k"), null, List.of()))))
                .isEqualTo(
                        quoted(
                                "{'source':'crm','position':'t/2/41','error':'no','raw':null,"
                                        + "'key':'k'}"));
    }

    @Test
    void aLongKeyIsCut() {
        Message message = message(bytes("k".repeat(70_000)), null, List.of());

        assertThat(row(letter(message)))
                .endsWith(quoted("'key':'" + "k".repeat(65_536) + "','key_bytes':70000}"));
    }

    private static DeadLetter letter(Message message) {
        byte[] value = message.value();
        return DeadLetter.of(
                "crm",
                message.position(),
                "no",
                value == null ? new byte[0] : value,
                message.length(),
                message);
    }

    private static Message message(
            byte[] key, byte @Nullable [] value, List<MessageHeader> headers) {
        return new Message("t", 2, 41, key, value, value == null ? 0 : value.length, headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String row(DeadLetter letter) {
        String row = new String(DeadLetterJson.row(letter), StandardCharsets.UTF_8);
        RowSchemas.check("dead_letters", Timeline.MILLIS, row);
        return row;
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
