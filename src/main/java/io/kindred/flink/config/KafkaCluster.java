package io.kindred.flink.config;

import java.io.Serializable;

/**
 * How to reach a Kafka cluster.
 *
 * @param bootstrapServers {@code host:port}, comma separated; not empty
 * @param properties of clients: security, limits; none that the job sets itself
 */
public record KafkaCluster(String bootstrapServers, ClientProperties properties)
        implements Serializable {}
