package io.kindred.flink.config;

import java.io.Serializable;
import java.time.Duration;

/** The delivery guarantee of a Kafka sink. */
public sealed interface KafkaDelivery extends Serializable {

    /** Messages are visible at once, but may be duplicated after a failure. */
    record AtLeastOnce() implements KafkaDelivery {}

    /**
     * Messages are written in transactions, which are committed with each checkpoint.
     *
     * @param transactionalIdPrefix the prefix of all transactional ids; unique in the cluster
     * @param timeout after which the broker aborts a transaction
     */
    record ExactlyOnce(String transactionalIdPrefix, Duration timeout) implements KafkaDelivery {

        /** The maximum that brokers allow by default. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);
    }
}
