package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads Kafka sinks. */
final class KafkaSinkReader {

    private static final long MIN_TIMEOUT_MS = 10_000;
    private static final int MIN_MESSAGE_BYTES = 1024;
    private static final int MAX_MESSAGE_BYTES = 1 << 30;
    private static final String PREFIX = "transactional_id_prefix";
    private static final String TIMEOUT = "transaction_timeout_ms";

    private final KafkaClusterReader clusters;
    private final String jobName;
    private final List<SourceConfig> sources;
    private final Map<String, String> topics = new HashMap<>();
    private final Map<String, String> prefixes = new HashMap<>();

    KafkaSinkReader(KafkaClusterReader clusters, String jobName, List<SourceConfig> sources) {
        this.clusters = clusters;
        this.jobName = jobName;
        this.sources = sources;
    }

    private enum Delivery {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    SinkConfig.Kafka read(ConfigObject sink, Output output) {
        sink.allow(
                "type",
                KafkaClusterReader.BOOTSTRAP_SERVERS,
                KafkaClusterReader.PROPERTIES,
                "topic",
                "delivery",
                PREFIX,
                TIMEOUT,
                "max_message_bytes");
        KafkaCluster cluster = clusters.sink(sink);
        ConfigNode topic = sink.required("topic", "the name of a topic");
        String name = KafkaClusterReader.topic(topic);
        checkUnused(topic, name, cluster);
        Optional<ConfigNode> maxMessageBytes = sink.optional("max_message_bytes");
        if (output != Output.DEAD_LETTERS) {
            maxMessageBytes.ifPresent(
                    node -> {
                        throw node.invalid(
                                "only for dead_letters, because rows are never cut; use the property"
                                        + " max.request.size");
                    });
        }
        return new SinkConfig.Kafka(
                cluster,
                name,
                delivery(sink, output),
                maxMessageBytes
                        .map(node -> (int) node.integer(MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES))
                        .orElse(SinkConfig.Kafka.DEFAULT_MAX_MESSAGE_BYTES));
    }

    private void checkUnused(ConfigNode node, String topic, KafkaCluster cluster) {
        String first = topics.putIfAbsent(cluster.bootstrapServers() + ' ' + topic, node.path());
        if (first != null) {
            throw node.invalid(
                    String.format(
                            "the topic '%s' is already used by %s; each output needs its own",
                            topic, first));
        }
        for (SourceConfig source : sources) {
            SourceConfig reading =
                    source instanceof SourceConfig.Hybrid hybrid ? hybrid.kafka() : source;
            if (reading instanceof SourceConfig.Kafka kafka
                    && kafka.cluster().bootstrapServers().equals(cluster.bootstrapServers())
                    && kafka.topics().contains(topic)) {
                throw node.invalid(
                        String.format(
                                "the topic '%s' is read by the source '%s'; expected another topic",
                                topic, source.name()));
            }
        }
    }

    private KafkaDelivery delivery(ConfigObject sink, Output output) {
        Delivery delivery =
                sink.optional("delivery")
                        .map(node -> node.choice("delivery", Delivery.class))
                        .orElse(Delivery.EXACTLY_ONCE);
        if (delivery == Delivery.AT_LEAST_ONCE) {
            for (String field : List.of(PREFIX, TIMEOUT)) {
                sink.optional(field)
                        .ifPresent(
                                node -> {
                                    throw node.invalid(
                                            "only for delivery: exactly_once; leave it out");
                                });
            }
            return new KafkaDelivery.AtLeastOnce();
        }
        String defaultPrefix =
                jobName + '-' + output.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String prefix = sink.optional(PREFIX).map(ConfigNode::nonEmptyString).orElse(defaultPrefix);
        String first = prefixes.putIfAbsent(prefix, sink.node().path());
        if (first != null) {
            throw sink.node()
                    .invalid(
                            String.format(
                                    "the transactional_id_prefix '%s' is already used by %s; each"
                                            + " output needs its own",
                                    prefix, first));
        }
        return new KafkaDelivery.ExactlyOnce(
                prefix,
                sink.optional(TIMEOUT)
                        .map(node -> node.integer(MIN_TIMEOUT_MS, Integer.MAX_VALUE))
                        .map(Duration::ofMillis)
                        .orElse(KafkaDelivery.ExactlyOnce.DEFAULT_TIMEOUT));
    }
}
