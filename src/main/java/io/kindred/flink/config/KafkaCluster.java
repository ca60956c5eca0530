package io.kindred.flink.config;

import java.io.Serializable;

/**
 * The connection to a Kafka cluster.
 *
 * @param bootstrapServers {@code host:port}, comma separated; not empty
 * @param properties of the clients, such as security and limits, without those that the job sets
 *     itself
 */
public record KafkaCluster(String bootstrapServers, ClientProperties properties)
        implements Serializable {}
