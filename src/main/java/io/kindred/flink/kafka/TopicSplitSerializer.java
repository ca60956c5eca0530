package io.kindred.flink.kafka;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.io.IOException;

/**
 * Writes and reads the splits of topics in versioned bytes.
 *
 * <p>Version 100: topic (UTF), partition (int), start and stop (longs), the topic's id (two longs).
 * Version 0 is that of the connector's own splits, which the first release wrote: the same without
 * the id.
 */
final class TopicSplitSerializer implements SimpleVersionedSerializer<TopicSplit> {

    /** Versions of the connector are below. */
    static final int VERSION = 100;

    private static final int SIZE = 64;

    private final KafkaPartitionSplitSerializer connector = new KafkaPartitionSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(TopicSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(SIZE);
        write(split, out);
        return out.getCopyOfBuffer();
    }

    static void write(TopicSplit split, DataOutputSerializer out) throws IOException {
        out.writeUTF(split.topic());
        out.writeInt(split.partition().partition());
        out.writeLong(split.start());
        out.writeLong(split.stop());
        write(split.topicId(), out);
    }

    static void write(Uuid id, DataOutputSerializer out) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    @Override
    public TopicSplit deserialize(int version, byte[] bytes) throws IOException {
        return version == VERSION
                ? read(new DataInputDeserializer(bytes))
                : TopicSplit.of(connector.deserialize(checked(version), bytes), Uuid.ZERO_UUID);
    }

    private int checked(int version) throws IOException {
        if (version != connector.getVersion()) {
            throw new IOException("unknown version of a Kafka split: " + version);
        }
        return version;
    }

    static TopicSplit read(DataInputDeserializer in) throws IOException {
        TopicPartition partition = new TopicPartition(in.readUTF(), in.readInt());
        long start = in.readLong();
        long stop = in.readLong();
        return new TopicSplit(partition, readId(in), start, stop);
    }

    static Uuid readId(DataInputDeserializer in) throws IOException {
        return new Uuid(in.readLong(), in.readLong());
    }
}
