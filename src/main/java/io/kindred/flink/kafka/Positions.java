package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaOffsets;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Turns the start and end of a job file into offsets, which stay the same from then on. */
final class Positions {

    private Positions() {}

    /** The offsets now, by partition; none for {@code NEVER}. */
    static Map<TopicPartition, Long> resolve(
            KafkaOffsets position, Collection<TopicPartition> partitions, TopicView view) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        if (position instanceof KafkaOffsets.Time time) {
            return OffsetsInitializer.timestamp(time.epochMillis())
                    .getPartitionOffsets(partitions, view);
        }
        return switch ((KafkaOffsets.Position) position) {
            case EARLIEST -> view.beginningOffsets(partitions);
            case LATEST -> view.endOffsets(partitions);
            case COMMITTED -> committed(KafkaOffsets.Position.EARLIEST, partitions, view);
            case COMMITTED_OR_LATEST -> committed(KafkaOffsets.Position.LATEST, partitions, view);
            case NEVER -> Map.of();
        };
    }

    private static Map<TopicPartition, Long> committed(
            KafkaOffsets fallback, Collection<TopicPartition> partitions, TopicView view) {
        Map<TopicPartition, Long> offsets = new HashMap<>(view.committedOffsets(partitions));
        Set<TopicPartition> others = new HashSet<>(partitions);
        others.removeAll(offsets.keySet());
        offsets.putAll(resolve(fallback, others, view));
        return offsets;
    }
}
