package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaTopics;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

import java.util.Map;

/** What a Kafka cluster has now: topics, and the offsets of their partitions. */
interface TopicView extends OffsetsInitializer.PartitionOffsetsRetriever, AutoCloseable {

    /** Those of the topics that exist, by name. */
    Map<String, TopicInfo> topics(KafkaTopics topics);

    @Override
    void close();
}
