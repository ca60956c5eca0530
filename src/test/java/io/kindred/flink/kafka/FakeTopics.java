package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaTopics;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Topics with the offsets that a test gives them. */
final class FakeTopics implements TopicView {

    private final Map<String, TopicInfo> topics = new HashMap<>();
    private final Map<TopicPartition, Range> ranges = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    private final Runnable closing;

    FakeTopics() {
        this(() -> {});
    }

    FakeTopics(Runnable closing) {
        this.closing = closing;
    }

    private record Range(long first, long end) {}

    FakeTopics topic(String name, Uuid id, int partitions) {
        topics.put(name, new TopicInfo(id, partitions));
        for (int partition = 0; partition < partitions; partition++) {
            offsets(name, partition, 0, 0);
        }
        return this;
    }

    FakeTopics offsets(String topic, int partition, long first, long end) {
        ranges.put(new TopicPartition(topic, partition), new Range(first, end));
        return this;
    }

    FakeTopics committed(String topic, int partition, long offset) {
        committed.put(new TopicPartition(topic, partition), offset);
        return this;
    }

    FakeTopics without(String topic) {
        topics.remove(topic);
        return this;
    }

    @Override
    public Map<String, TopicInfo> topics(KafkaTopics wanted) {
        Map<String, TopicInfo> found = new HashMap<>(topics);
        found.keySet().removeIf(name -> !wanted.contains(name));
        return found;
    }

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> found = new HashMap<>(committed);
        found.keySet().retainAll(partitions);
        return found;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return of(partitions, Range::end);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return of(partitions, Range::first);
    }

    private Map<TopicPartition, Long> of(
            Collection<TopicPartition> partitions, Function<Range, Long> offset) {
        Map<TopicPartition, Long> found = new HashMap<>();
        partitions.forEach(each -> found.put(each, offset.apply(ranges.get(each))));
        return found;
    }

    /** The offset is the time. */
    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch) {
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        timestampsToSearch.forEach(
                (partition, time) -> {
                    if (time < ranges.get(partition).end()) {
                        found.put(partition, new OffsetAndTimestamp(time, time, Optional.empty()));
                    }
                });
        return found;
    }

    @Override
    public void close() {
        closing.run();
    }
}
