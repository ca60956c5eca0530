package io.kindred.flink.config;

import java.io.Serializable;

/** The offsets at which a source starts or ends. */
public sealed interface KafkaOffsets extends Serializable {

    /** An offset relative to the contents of a partition. */
    enum Position implements KafkaOffsets {
        /** The first available message. */
        EARLIEST,
        /** After the last message when the job starts. */
        LATEST,
        /** The group's committed offset; without one, the earliest. */
        COMMITTED,
        /** The group's committed offset; without one, the latest. */
        COMMITTED_OR_LATEST,
        /** No end: the source is unbounded. Not a start. */
        NEVER
    }

    /**
     * The first message with this timestamp or a later one; the latest if there is none.
     *
     * @param epochMillis at least 0
     */
    record Time(long epochMillis) implements KafkaOffsets {}
}
