package io.kindred.flink.kafka;

import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A partition to read, and how far it is read.
 *
 * @param topicId the id of the topic that the offsets belong to; {@link Uuid#ZERO_UUID} if it is
 *     not known
 * @param start the offset of the next message, or a marker of {@link KafkaPartitionSplit} in state
 *     of the first release
 * @param stop the offset at which the partition ends for this job, or {@link #NO_STOP}
 */
record TopicSplit(TopicPartition partition, Uuid topicId, long start, long stop)
        implements SourceSplit {

    static final long NO_STOP = KafkaPartitionSplit.NO_STOPPING_OFFSET;

    static TopicSplit of(KafkaPartitionSplit split, Uuid topicId) {
        return new TopicSplit(
                split.getTopicPartition(),
                topicId,
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOP));
    }

    @Override
    public String splitId() {
        return KafkaPartitionSplit.toSplitId(partition);
    }

    String topic() {
        return partition.topic();
    }

    boolean hasStop() {
        return stop != NO_STOP;
    }

    /** Whether nothing is left to read. */
    boolean isDone() {
        return hasStop() && start >= stop;
    }

    TopicSplit withTopicId(Uuid id) {
        return new TopicSplit(partition, id, start, stop);
    }

    TopicSplit withStart(long offset) {
        return new TopicSplit(partition, topicId, offset, stop);
    }

    TopicSplit withStop(long offset) {
        return new TopicSplit(partition, topicId, start, offset);
    }

    /** The split as the connector reads it. */
    KafkaPartitionSplit toConnector() {
        return new KafkaPartitionSplit(partition, start, stop);
    }
}
