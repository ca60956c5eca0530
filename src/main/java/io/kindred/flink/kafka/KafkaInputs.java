package io.kindred.flink.kafka;

import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.util.Map;
import java.util.Properties;

/** Makes the sources of a job from those of its job file that read topics. */
public final class KafkaInputs {

    static final String CLIENT_ID_PREFIX = KafkaSourceOptions.CLIENT_ID_PREFIX.key();

    private KafkaInputs() {}

    /** A source of raw messages. Does not connect to Kafka yet. */
    public static Source<RawInput, ?, ?> source(SourceConfig.Kafka config) {
        return new TopicSource(config, client(config));
    }

    /** What the source would find now. Connects when it is first asked. */
    static TopicView view(SourceConfig.Kafka config) {
        return BrokerView.connect("source '" + config.name() + "'", client(config));
    }

    private static Properties client(SourceConfig.Kafka config) {
        Properties client =
                KafkaClients.properties(
                        config.cluster(), Map.of(CLIENT_ID_PREFIX, config.groupId()));
        client.setProperty(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        client.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // A position that is not there is an error, not a reason to begin somewhere else.
        client.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        String deserializer = ByteArrayDeserializer.class.getName();
        client.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, deserializer);
        client.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, deserializer);
        return client;
    }
}
