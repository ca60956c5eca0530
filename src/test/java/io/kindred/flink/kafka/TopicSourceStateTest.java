package io.kindred.flink.kafka;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** State as it was stored once, and by whom. */
class TopicSourceStateTest {

    private static final Uuid ID = new Uuid(0x0102030405060708L, 0x1112131415161718L);
    private static final String ID_BYTES = "0102030405060708" + "1112131415161718";
    private static final String EVENTS = "0006" + "6576656e7473";
    private static final String OTHER = "0005" + "6f74686572";

    private final TopicSplitSerializer splits = new TopicSplitSerializer();
    private final TopicSourceStateSerializer states = new TopicSourceStateSerializer();

    @Test
    void splitsAreStoredWithTheIdOfTheirTopic() throws IOException {
        assertStored(
                splits,
                new TopicSplit(new TopicPartition("events", 3), ID, 150, 500),
                EVENTS + "00000003" + "0000000000000096" + "00000000000001f4" + ID_BYTES);
    }

    @Test
    void theEnumeratorStoresTopicsAndWhatNoReaderHasYet() throws IOException {
        assertStored(
                states,
                new TopicSourceState(
                        true,
                        Map.of(
                                "events",
                                new TopicInfo(ID, 4),
                                "other",
                                new TopicInfo(Uuid.ZERO_UUID, 1)),
                        List.of(
                                new TopicSplit(
                                        new TopicPartition("other", 0),
                                        Uuid.ZERO_UUID,
                                        7,
                                        TopicSplit.NO_STOP))),
                "01"
                        + "00000002"
                        + (EVENTS + ID_BYTES + "00000004")
                        + (OTHER + "00".repeat(16) + "00000001")
                        + "00000001"
                        + (OTHER + "00000000" + "0000000000000007" + "8000000000000000")
                        + "00".repeat(16));
    }

    @Test
    void splitsOfTheFirstReleaseAreRead() throws IOException {
        assertThat(
                        splits.deserialize(
                                0,
                                bytes(
                                        "00066576656e7473000000030000000000000096"
                                                + "8000000000000000")))
                .isEqualTo(
                        new TopicSplit(
                                new TopicPartition("events", 3),
                                Uuid.ZERO_UUID,
                                150,
                                TopicSplit.NO_STOP));
        assertThat(
                        splits.deserialize(
                                0,
                                bytes(
                                        "00066576656e747300000000fffffffffffffffe"
                                                + "00000000000001f4")))
                .isEqualTo(
                        new TopicSplit(
                                new TopicPartition("events", 0),
                                Uuid.ZERO_UUID,
                                KafkaPartitionSplit.EARLIEST_OFFSET,
                                500));
    }

    @Test
    void enumeratorsOfTheFirstReleaseAreRead() throws IOException {
        TopicSourceState read =
                states.deserialize(
                        3,
                        bytes(
                                "00000003000000000000001b00056f7468657200000000000000000000000700"
                                        + "00000000000009000000010000001c00066576656e747300000000"
                                        + "fffffffffffffffe00000000000001f4000000000000001c000665"
                                        + "76656e747300000001fffffffffffffffe00000000000002bc0000"
                                        + "000001"));

        assertThat(read)
                .isEqualTo(
                        new TopicSourceState(
                                true,
                                Map.of(
                                        "events",
                                        new TopicInfo(Uuid.ZERO_UUID, 2),
                                        "other",
                                        new TopicInfo(Uuid.ZERO_UUID, 1)),
                                List.of(
                                        new TopicSplit(
                                                new TopicPartition("other", 0),
                                                Uuid.ZERO_UUID,
                                                7,
                                                9))));
    }

    @Test
    void whatIsNewerIsRefused() {
        assertThatThrownBy(() -> splits.deserialize(101, new byte[100]))
                .isInstanceOf(IOException.class)
                .hasMessage("unknown version of a Kafka split: 101");
        assertThatThrownBy(() -> states.deserialize(101, new byte[100]))
                .isInstanceOf(IOException.class)
                .hasMessage("unknown version of the state of a Kafka source: 101");
    }

    private static <T> void assertStored(
            SimpleVersionedSerializer<T> serializer, T value, String hex) throws IOException {
        assertThat(HexFormat.of().formatHex(serializer.serialize(value))).isEqualTo(hex);
        assertThat(serializer.deserialize(100, bytes(hex))).isEqualTo(value);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
