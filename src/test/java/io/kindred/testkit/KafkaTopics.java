package io.kindred.testkit;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;

/** The topics of a broker, wherever it runs. */
public interface KafkaTopics {

    /** {@code host:port}. */
    String servers();

    /** Makes a topic. */
    void create(String topic, int partitions) throws Exception;

    /** What a reader of committed messages finds now, those of a partition in their order. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic);
}
