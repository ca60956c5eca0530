package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/** What a failure may do to the messages of a sink. */
public sealed interface KafkaDelivery extends Serializable {

    /** Messages may be there twice; they are seen at once. */
    record AtLeastOnce() implements KafkaDelivery {}

    /**
     * Messages are there once, and seen when the checkpoint after them is complete.
     *
     * @param transactionalIdPrefix what the ids of all transactions begin with; unique in the
     *     cluster
     * @param timeout after which the broker gives up a transaction
     */
    record ExactlyOnce(String transactionalIdPrefix, Duration timeout) implements KafkaDelivery {

        /** Where the job file names none: the most that a broker allows by default. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);
    }
}
