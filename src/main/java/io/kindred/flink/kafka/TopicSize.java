package io.kindred.flink.kafka;

import io.kindred.flink.config.SourceConfig;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a broker how many offsets a source with an end will go over, for the progress of a run. */
public final class TopicSize {

    private TopicSize() {}

    /**
     * The number of offsets from where a source begins to where it ends. There are fewer messages
     * if topics are compacted or written in transactions.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not say it
     */
    public static long messages(SourceConfig.Kafka source) {
        try (TopicView view = KafkaInputs.view(source)) {
            return messages(source, view);
        }
    }

    static long messages(SourceConfig.Kafka source, TopicView view) {
        List<TopicPartition> partitions = new ArrayList<>();
        view.topics(source.topics())
                .forEach(
                        (name, topic) -> {
                            for (int i = 0; i < topic.partitions(); i++) {
                                partitions.add(new TopicPartition(name, i));
                            }
                        });
        Map<TopicPartition, Long> starts = Positions.resolve(source.start(), partitions, view);
        Map<TopicPartition, Long> ends = Positions.resolve(source.end(), partitions, view);
        return partitions.stream()
                .mapToLong(
                        each ->
                                Math.max(
                                        0,
                                        ends.getOrDefault(each, 0L)
                                                - starts.getOrDefault(each, 0L)))
                .sum();
    }
}
