package io.kindred.flink.config;

import java.io.Serializable;

/** Where in the partitions of its topics a source begins or ends. */
public sealed interface KafkaOffsets extends Serializable {

    /** Positions that have a name. */
    enum Position implements KafkaOffsets {
        /** The first message that there is. */
        EARLIEST,
        /** Behind the last message that there is when the job starts. */
        LATEST,
        /** Where the group has got to; where it has not, the earliest. */
        COMMITTED,
        /** Where the group has got to; where it has not, the latest. */
        COMMITTED_OR_LATEST,
        /** Nowhere: as an end only. */
        NEVER
    }

    /**
     * The first message of that time or later; the latest if there is none.
     *
     * @param epochMillis at least 0
     */
    record Time(long epochMillis) implements KafkaOffsets {}
}
