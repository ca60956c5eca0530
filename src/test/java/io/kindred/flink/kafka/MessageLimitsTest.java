package io.kindred.flink.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.CompressionType;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageLimitsTest {

    private static final int TOPIC = 10_000;
    private static final int REQUEST = 100_000;
    private static final MessageLimits LIMITS =
            new MessageLimits("sinks.entities", "out", TOPIC, REQUEST, CompressionType.LZ4);

    @Test
    void aRowThatFitsWhenItIsCompressedIsSent() {
        assertThatCode(() -> LIMITS.check(message(new byte[90_000]))).doesNotThrowAnyException();
    }

    @Test
    void aRowThatIsTooLargeForItsTopicIsNamed() {
        byte[] value = new byte[11_000];
        new Random(1).nextBytes(value);

        assertThatThrownBy(() -> LIMITS.check(message(value)))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageMatching(
                        "sinks\\.entities: the row 'person/crm/1' has 11\\d\\d\\d bytes"
                                + " \\(11\\d\\d\\d before compression\\), and topic 'out' takes at"
                                + " most 10000; raise the topic's max\\.message\\.bytes");
    }

    @Test
    void aRowThatIsTooLargeForTheProducerIsNamed() {
        assertThatThrownBy(() -> LIMITS.check(message(new byte[REQUEST])))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageMatching(
                        "sinks\\.entities: the row 'person/crm/1' has 100\\d\\d\\d bytes, and a"
                                + " producer sends at most 100000; raise its properties"
                                + " max\\.request\\.size and buffer\\.memory");
    }

    private static ProducerRecord<byte[], byte[]> message(byte[] value) {
        return new ProducerRecord<>(
                "out", "person\u001fcrm\u001f1".getBytes(StandardCharsets.UTF_8), value);
    }
}
