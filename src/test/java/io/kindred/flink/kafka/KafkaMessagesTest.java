package io.kindred.flink.kafka;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.Message;
import io.kindred.codec.MessageHeader;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.connector.kafka.sink.DefaultKafkaSinkContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaMessagesTest {

    private static final DefaultKafkaSinkContext CONTEXT =
            new DefaultKafkaSinkContext(0, 1, new Properties());
    private static final byte[] NOT_UTF8 = {'a', (byte) 0xff};

    @Test
    void aRowIsAMessageUnderItsKey() {
        ProducerRecord<byte[], byte[]> message =
                new RowMessages("out")
                        .serialize(new OutputRow("é", bytes("{}"), 3, false), CONTEXT, null);

        assertThat(message.topic()).isEqualTo("out");
        assertThat(message.partition()).isNull();
        assertThat(message.key()).isEqualTo(bytes("é"));
        assertThat(message.value()).isEqualTo(bytes("{}"));
        assertThat(headers(message)).containsExactly("revision=3");
    }

    @Test
    void aRowWithoutARevisionHasNoHeaders() {
        ProducerRecord<byte[], byte[]> message =
                new RowMessages("out")
                        .serialize(new OutputRow("q1", bytes("{}"), 0, false), CONTEXT, null);

        assertThat(message.key()).isEqualTo(bytes("q1"));
        assertThat(headers(message)).isEmpty();
    }

    @Test
    void aRowThatIsGoneIsATombstoneWithTheRowBesideIt() {
        ProducerRecord<byte[], byte[]> message =
                new RowMessages("out")
                        .serialize(new OutputRow("k", bytes("{gone}"), 4, true), CONTEXT, null);

        assertThat(message.value()).isNull();
        assertThat(headers(message)).containsExactly("revision=4", "row={gone}");
        assertThat(TopicFollower.row(read(message))).isEqualTo(bytes("{gone}"));
    }

    @Test
    void whoFollowsATopicGetsRowsAndNothingOfTombstonesOfOthers() {
        assertThat(TopicFollower.row(new ConsumerRecord<>("out", 0, 7, bytes("k"), bytes("{}"))))
                .isEqualTo(bytes("{}"));
        assertThat(TopicFollower.row(new ConsumerRecord<>("out", 0, 7, bytes("k"), null)))
                .isEmpty();
    }

    /** As a consumer reads it. */
    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> sent) {
        ConsumerRecord<byte[], byte[]> read =
                new ConsumerRecord<>(sent.topic(), 0, 7, sent.key(), sent.value());
        sent.headers().forEach(read.headers()::add);
        return read;
    }

    @Test
    void aMessageThatCouldNotBeTakenGoesAsItCame() {
        Message came =
                new Message("in", 2, 41, NOT_UTF8, NOT_UTF8, 2, List.of(header("h"), header("h")));

        ProducerRecord<byte[], byte[]> sent = send(letter(came), 10_000);

        assertThat(sent.key()).isEqualTo(NOT_UTF8);
        assertThat(sent.value()).isEqualTo(NOT_UTF8);
        assertThat(headers(sent))
                .containsExactly(
                        "h=v",
                        "h=v",
                        "kindred.error=no good",
                        "kindred.source=crm",
                        "kindred.position=in/2/41",
                        "kindred.topic=in",
                        "kindred.partition=2",
                        "kindred.offset=41");
    }

    @Test
    void aTombstoneStaysOne() {
        ProducerRecord<byte[], byte[]> sent =
                send(letter(new Message("in", 0, 1, null, null, 0, List.of())), 10_000);

        assertThat(sent.key()).isNull();
        assertThat(sent.value()).isNull();
        assertThat(sent.headers().lastHeader("kindred.cut")).isNull();
    }

    @Test
    void aLineIsTheValueWithAllItsBytes() {
        ProducerRecord<byte[], byte[]> sent =
                send(DeadLetter.of("in/a", "line 3", "no", NOT_UTF8, 2, null), 10_000);

        assertThat(sent.key()).isNull();
        assertThat(sent.value()).isEqualTo(NOT_UTF8);
        assertThat(headers(sent))
                .containsExactly(
                        "kindred.error=no", "kindred.source=in/a", "kindred.position=line 3");
        assertThat(send(new DeadLetter("a", "line 1", "no", "ü"), 10_000).value())
                .isEqualTo(bytes("ü"));
    }

    @Test
    void whatIsTooLongIsCutToWhatTheTopicTakes() {
        byte[] key = new byte[5_000];
        byte[] value = new byte[20_000];
        Message came =
                new Message(
                        "in",
                        0,
                        1,
                        key,
                        value,
                        20_000,
                        List.of(header("a"), new MessageHeader("b", new byte[9_000]), header("c")));

        ProducerRecord<byte[], byte[]> sent = send(letter(came), 10_000);

        int headers = 0;
        for (Header each : sent.headers()) {
            headers += each.key().length() + each.value().length;
        }
        assertThat(sent.key().length + sent.value().length + headers).isBetween(9_000, 10_000);
        assertThat(sent.key()).hasSizeLessThan(2_500);
        assertThat(headers(sent))
                .startsWith("a=v", "kindred.error=no good")
                .endsWith("kindred.cut=key of 5000 bytes, value of 20000 bytes, 3 headers");
    }

    @Test
    void whatWasCutOnTheWaySaysSo() {
        Message came = new Message("in", 0, 1, null, new byte[10], 5_000, List.of());

        ProducerRecord<byte[], byte[]> sent = send(letter(came), 10_000);

        assertThat(sent.value()).hasSize(10);
        assertThat(headers(sent))
                .endsWith("kindred.cut=key of 0 bytes, value of 5000 bytes, 0 headers");
    }

    @Test
    void theErrorIsCutToo() {
        Message came = new Message("in", 0, 1, null, new byte[10], 10, List.of());
        DeadLetter letter =
                DeadLetter.of("crm", "in/0/1", "x".repeat(5_000), new byte[10], 10, came);

        assertThat(send(letter, 2_000).value()).hasSize(10);
    }

    @Test
    void messagesComeAsTheyAre() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", null);
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(
                        "t",
                        1,
                        2,
                        0,
                        TimestampType.CREATE_TIME,
                        1,
                        2,
                        bytes("k"),
                        bytes("ab"),
                        headers,
                        Optional.empty());

        assertThat(read(record, 2))
                .isEqualTo(
                        RawInput.of(
                                "crm",
                                new Message(
                                        "t",
                                        1,
                                        2,
                                        bytes("k"),
                                        bytes("ab"),
                                        2,
                                        List.of(new MessageHeader("h", null)))));
        assertThat(read(record, 1).isCut()).isTrue();
        assertThat(read(record, 1).bytes()).isEqualTo(bytes("a"));
        RawInput tombstone = read(new ConsumerRecord<>("t", 1, 3, bytes("k"), null), 1);
        assertThat(tombstone.isCut()).isFalse();
        assertThat(tombstone.message().value()).isNull();
        assertThat(tombstone.position()).isEqualTo("t/1/3");
    }

    private static RawInput read(ConsumerRecord<byte[], byte[]> record, int limit) {
        List<RawInput> read = new ArrayList<>();
        new MessageDeserializer("crm", limit).deserialize(record, new ListCollector<>(read));
        return read.get(0);
    }

    private static ProducerRecord<byte[], byte[]> send(DeadLetter letter, int limit) {
        return new DeadLetterMessages("dead", limit).serialize(letter, CONTEXT, null);
    }

    private static DeadLetter letter(Message message) {
        byte @Nullable [] value = message.value();
        return DeadLetter.of(
                "crm",
                message.position(),
                "no good",
                value == null ? new byte[0] : value,
                value == null ? 0 : value.length,
                message);
    }

    private static MessageHeader header(String name) {
        return new MessageHeader(name, bytes("v"));
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> message) {
        return Arrays.stream(message.headers().toArray())
                .map(each -> each.key() + "=" + new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
