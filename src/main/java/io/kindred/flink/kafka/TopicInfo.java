package io.kindred.flink.kafka;

import org.apache.kafka.common.Uuid;

/**
 * A topic as the broker describes it.
 *
 * @param id unique among all topics that ever were; {@link Uuid#ZERO_UUID} if it is not known
 * @param partitions the number of partitions
 */
record TopicInfo(Uuid id, int partitions) {

    /** Whether the ids are of different topics, as far as they are known. */
    static boolean differ(Uuid id, Uuid other) {
        return !id.equals(other) && !id.equals(Uuid.ZERO_UUID) && !other.equals(Uuid.ZERO_UUID);
    }
}
