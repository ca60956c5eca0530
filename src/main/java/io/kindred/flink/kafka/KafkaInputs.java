package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaOffsets;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

import java.util.Map;
import java.util.regex.Pattern;

/** Creates Kafka sources. */
public final class KafkaInputs {

    private KafkaInputs() {}

    /** A source of raw messages. Does not connect to Kafka yet. */
    public static KafkaSource<RawInput> source(SourceConfig.Kafka config) {
        KafkaSourceBuilder<RawInput> builder =
                KafkaSource.<RawInput>builder()
                        .setProperties(KafkaClients.properties(config.cluster(), Map.of()))
                        .setGroupId(config.groupId())
                        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                        .setProperty(
                                "partition.discovery.interval.ms",
                                Long.toString(discoveryMillis(config)))
                        .setStartingOffsets(offsets(config.start()))
                        .setDeserializer(
                                new MessageDeserializer(config.name(), config.maxRecordBytes()));
        if (config.topics() instanceof KafkaTopics.Matching matching) {
            builder.setTopicPattern(Pattern.compile(matching.regex()));
        } else if (config.topics() instanceof KafkaTopics.Named named) {
            builder.setTopics(named.names());
        }
        if (config.isBounded()) {
            builder.setBounded(offsets(config.end()));
        }
        return builder.build();
    }

    private static long discoveryMillis(SourceConfig.Kafka config) {
        return config.partitionDiscovery().isZero() ? -1 : config.partitionDiscovery().toMillis();
    }

    private static OffsetsInitializer offsets(KafkaOffsets offsets) {
        if (offsets instanceof KafkaOffsets.Time time) {
            return OffsetsInitializer.timestamp(time.epochMillis());
        }
        return switch ((KafkaOffsets.Position) offsets) {
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case COMMITTED_OR_LATEST ->
                    OffsetsInitializer.committedOffsets(OffsetResetStrategy.LATEST);
            case NEVER -> throw new IllegalArgumentException("NEVER is not a start position");
        };
    }
}
