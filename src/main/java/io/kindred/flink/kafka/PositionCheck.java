package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaOffsets;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Compares splits with what their topics have now, before they are read. A saved position is good
 * only for the topic that it was saved on.
 *
 * <ul>
 *   <li>Splits of topics that the job file does not name are dropped.
 *   <li>A topic with another id, and an offset that is not available, is a {@linkplain DataLosses
 *       data loss}.
 *   <li>A split keeps the end that it was given first. If it has none and the source has, it ends
 *       where the source would end if it started now. If the source has no end, neither has it.
 * </ul>
 */
final class PositionCheck {

    private static final Logger LOG = LoggerFactory.getLogger(PositionCheck.class);

    private final SourceConfig.Kafka source;
    private final DataLosses losses;

    PositionCheck(SourceConfig.Kafka source, DataLosses losses) {
        this.source = source;
        this.losses = losses;
    }

    /**
     * Splits that were compared with the topics as they are now.
     *
     * @param toRead splits to read, whose start and topic are there
     * @param toKeep splits to keep in state: nothing is left of them, or their topic is missing
     * @param isAnyReplaced whether any was dropped because another topic has its name
     */
    record Checked(List<TopicSplit> toRead, List<TopicSplit> toKeep, boolean isAnyReplaced) {}

    /**
     * Compares splits with the topics as they are now: offsets may be gone, or topics made anew.
     *
     * @param truncatedAt offsets at which partitions were cut, as far as that is known otherwise
     * @throws DataLossException or with it as the cause, if the job file says so
     */
    Checked check(
            Collection<TopicSplit> splits, TopicView view, Map<TopicPartition, Long> truncatedAt) {
        List<TopicSplit> wanted = wanted(splits);
        List<TopicSplit> present = new ArrayList<>();
        List<TopicSplit> toKeep = new ArrayList<>();
        boolean isAnyReplaced = false;
        Map<String, TopicInfo> topics = topics(wanted, view);
        for (TopicSplit split : wanted) {
            TopicInfo now = topics.get(split.topic());
            if (now == null) {
                losses.missing(split);
                toKeep.add(split);
            } else if (TopicInfo.differ(split.topicId(), now.id())) {
                losses.replaced(split.topic(), split.topicId(), now.id());
                isAnyReplaced = true;
            } else {
                present.add(split.withTopicId(now.id()));
            }
        }
        List<TopicSplit> left = new ArrayList<>();
        for (TopicSplit split : withStops(withStarts(present, view), view)) {
            (split.isDone() ? toKeep : left).add(split);
        }
        return new Checked(fitting(left, view, truncatedAt), toKeep, isAnyReplaced);
    }

    /** The splits of topics in the job file, in a fixed order. */
    private List<TopicSplit> wanted(Collection<TopicSplit> splits) {
        List<TopicSplit> wanted = new ArrayList<>();
        for (TopicSplit split : splits) {
            if (source.topics().contains(split.topic())) {
                wanted.add(split);
            } else {
                LOG.warn(
                        "source '{}': {} is not read any more, since the job file does not name its"
                                + " topic; it was read up to offset {}",
                        source.name(),
                        split.partition(),
                        split.start());
            }
        }
        wanted.sort(
                Comparator.comparing(TopicSplit::topic)
                        .thenComparing(split -> split.partition().partition()));
        return wanted;
    }

    private static Map<String, TopicInfo> topics(List<TopicSplit> splits, TopicView view) {
        List<String> names = splits.stream().map(TopicSplit::topic).distinct().toList();
        return names.isEmpty() ? Map.of() : view.topics(new KafkaTopics.Named(names));
    }

    /** Resolves the markers that the first release left in state until a message was read. */
    private List<TopicSplit> withStarts(List<TopicSplit> splits, TopicView view) {
        KafkaOffsets committed =
                source.start() == KafkaOffsets.Position.COMMITTED_OR_LATEST
                        ? source.start()
                        : KafkaOffsets.Position.COMMITTED;
        Map<TopicPartition, Long> firsts =
                Positions.resolve(
                        KafkaOffsets.Position.EARLIEST,
                        partitions(splits, KafkaPartitionSplit.EARLIEST_OFFSET),
                        view);
        Map<TopicPartition, Long> ofGroup =
                Positions.resolve(
                        committed, partitions(splits, KafkaPartitionSplit.COMMITTED_OFFSET), view);
        return splits.stream()
                .map(
                        split ->
                                split.withStart(
                                        firsts.getOrDefault(
                                                split.partition(),
                                                ofGroup.getOrDefault(
                                                        split.partition(), split.start()))))
                .toList();
    }

    private static List<TopicPartition> partitions(List<TopicSplit> splits, long start) {
        return splits.stream()
                .filter(split -> split.start() == start)
                .map(TopicSplit::partition)
                .toList();
    }

    private List<TopicSplit> withStops(List<TopicSplit> splits, TopicView view) {
        if (!source.isBounded()) {
            return splits.stream().map(split -> split.withStop(TopicSplit.NO_STOP)).toList();
        }
        List<TopicPartition> open =
                splits.stream()
                        .filter(split -> !split.hasStop())
                        .map(TopicSplit::partition)
                        .toList();
        Map<TopicPartition, Long> ends = Positions.resolve(source.end(), open, view);
        return splits.stream()
                .map(split -> split.withStop(ends.getOrDefault(split.partition(), split.stop())))
                .toList();
    }

    private List<TopicSplit> fitting(
            List<TopicSplit> splits, TopicView view, Map<TopicPartition, Long> truncatedAt) {
        List<TopicPartition> partitions = splits.stream().map(TopicSplit::partition).toList();
        Map<TopicPartition, Long> firsts =
                Positions.resolve(KafkaOffsets.Position.EARLIEST, partitions, view);
        Map<TopicPartition, Long> ends =
                Positions.resolve(KafkaOffsets.Position.LATEST, partitions, view);
        List<TopicSplit> fitting = new ArrayList<>();
        for (TopicSplit split : splits) {
            long first = firsts.get(split.partition());
            long end = ends.get(split.partition());
            long valid = Math.min(end, truncatedAt.getOrDefault(split.partition(), end));
            TopicSplit now = split;
            if (split.start() < first || split.start() > valid) {
                losses.offset(split, first, valid);
                now = now.withStart(first);
            }
            if (split.hasStop() && split.stop() > end) {
                losses.stop(split, end);
                now = now.withStop(end);
            }
            fitting.add(now);
        }
        return fitting;
    }
}
