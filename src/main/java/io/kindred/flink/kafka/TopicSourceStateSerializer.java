package io.kindred.flink.kafka;

import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.connector.kafka.source.enumerator.SplitAndAssignmentStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Serialises the state of the enumerator.
 *
 * <p>Version 100: isStarted (boolean); the number of topics (int) and of each the name (UTF), the
 * id (two longs) and the number of partitions (int); the number of waiting splits (int) and these
 * as {@link TopicSplitSerializer} writes them. Version 3 is that of the connector, which the first
 * release wrote.
 */
final class TopicSourceStateSerializer implements SimpleVersionedSerializer<TopicSourceState> {

    private static final int OF_FIRST_RELEASE = 3;
    private static final int SIZE = 256;

    @Override
    public int getVersion() {
        return TopicSplitSerializer.VERSION;
    }

    @Override
    public byte[] serialize(TopicSourceState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(SIZE);
        out.writeBoolean(state.isStarted());
        out.writeInt(state.known().size());
        for (Map.Entry<String, TopicInfo> topic : new TreeMap<>(state.known()).entrySet()) {
            out.writeUTF(topic.getKey());
            TopicSplitSerializer.write(topic.getValue().id(), out);
            out.writeInt(topic.getValue().partitions());
        }
        out.writeInt(state.waiting().size());
        for (TopicSplit split : state.waiting()) {
            TopicSplitSerializer.write(split, out);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public TopicSourceState deserialize(int version, byte[] bytes) throws IOException {
        if (version == OF_FIRST_RELEASE) {
            return ofConnector(new KafkaSourceEnumStateSerializer().deserialize(version, bytes));
        }
        if (version != TopicSplitSerializer.VERSION) {
            throw new IOException("unknown version of the state of a Kafka source: " + version);
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        boolean isStarted = in.readBoolean();
        Map<String, TopicInfo> known = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String topic = in.readUTF();
            Uuid id = TopicSplitSerializer.readId(in);
            known.put(topic, new TopicInfo(id, in.readInt()));
        }
        List<TopicSplit> waiting = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            waiting.add(TopicSplitSerializer.read(in));
        }
        return new TopicSourceState(isStarted, known, waiting);
    }

    private static TopicSourceState ofConnector(KafkaSourceEnumState state) {
        Map<String, TopicInfo> known = new HashMap<>();
        for (SplitAndAssignmentStatus each : state.splits()) {
            TopicPartition partition = each.split().getTopicPartition();
            known.merge(
                    partition.topic(),
                    new TopicInfo(Uuid.ZERO_UUID, partition.partition() + 1),
                    (one, other) -> one.partitions() < other.partitions() ? other : one);
        }
        return new TopicSourceState(
                state.initialDiscoveryFinished(),
                known,
                state.unassignedSplits().stream()
                        .map(split -> TopicSplit.of(split, Uuid.ZERO_UUID))
                        .toList());
    }
}
