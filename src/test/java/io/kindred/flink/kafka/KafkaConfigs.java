package io.kindred.flink.kafka;

import io.kindred.codec.TextEncoding;
import io.kindred.flink.config.ClientProperties;
import io.kindred.flink.config.DataLossRule;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.KafkaOffsets;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.config.TombstoneRule;

import java.time.Duration;
import java.util.List;

/** Sources of job files. */
final class KafkaConfigs {

    private KafkaConfigs() {}

    static SourceConfig.Kafka endless(DataLossRule rule, String... topics) {
        return source(named(topics), KafkaOffsets.Position.EARLIEST, rule);
    }

    static SourceConfig.Kafka bounded(DataLossRule rule, String... topics) {
        return source(
                named(topics),
                KafkaOffsets.Position.EARLIEST,
                KafkaOffsets.Position.LATEST,
                Duration.ZERO,
                rule);
    }

    static KafkaTopics named(String... topics) {
        return new KafkaTopics.Named(List.of(topics));
    }

    static SourceConfig.Kafka source(KafkaTopics topics, KafkaOffsets start, DataLossRule rule) {
        return source(topics, start, KafkaOffsets.Position.NEVER, Duration.ofMinutes(1), rule);
    }

    private static SourceConfig.Kafka source(
            KafkaTopics topics,
            KafkaOffsets start,
            KafkaOffsets end,
            Duration discovery,
            DataLossRule rule) {
        return new SourceConfig.Kafka(
                "in",
                new KafkaCluster("broker:9092", ClientProperties.NONE),
                topics,
                "group",
                start,
                end,
                rule,
                discovery,
                new SourceFormat.Records(),
                TombstoneRule.REJECT,
                1 << 20,
                TextEncoding.UTF_8);
    }
}
