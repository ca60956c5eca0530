package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.Suggestion;
import io.kindred.codec.TextEncoding;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads Kafka sources. */
final class KafkaSourceReader {

    private static final String[] PLACE_FIELDS = {
        KafkaClusterReader.BOOTSTRAP_SERVERS,
        KafkaClusterReader.PROPERTIES,
        "topic",
        "topics",
        "topic_pattern",
        "group_id",
        "start",
        "start_fallback",
        "end",
        "on_data_loss",
        "partition_discovery_interval_ms"
    };
    private static final String[] FORMAT_FIELDS = {
        "format",
        SchemaRegistryReader.SCHEMA_REGISTRY,
        "tombstones",
        EncodingReader.ENCODING,
        "max_record_bytes"
    };
    private static final String STARTS =
            "earliest, latest, committed, or a time (an ISO-8601 date or date-time, or epoch"
                    + " milliseconds)";
    private static final String ENDS =
            "never, latest, or a time (an ISO-8601 date or date-time, or epoch milliseconds)";

    private final KafkaClusterReader clusters;
    private final SchemaRegistryConfig registry;
    private final Ontology ontology;
    private final Timeline timeline;
    private final String jobName;

    KafkaSourceReader(
            KafkaClusterReader clusters,
            SchemaRegistryConfig registry,
            Ontology ontology,
            Timeline timeline,
            String jobName) {
        this.clusters = clusters;
        this.registry = registry;
        this.ontology = ontology;
        this.timeline = timeline;
        this.jobName = jobName;
    }

    private enum Fallback {
        EARLIEST,
        LATEST
    }

    /** The fields of a Kafka source, and others. */
    static String[] fields(String... others) {
        return FormatReader.fieldsOfMessages(joined(PLACE_FIELDS, FORMAT_FIELDS, others));
    }

    /** The fields of a Kafka source of questions, and others. */
    static String[] fieldsOfQuestions(String... others) {
        return joined(others, PLACE_FIELDS);
    }

    private static String[] joined(String[]... parts) {
        return Stream.of(parts).flatMap(Arrays::stream).toArray(String[]::new);
    }

    SourceConfig.Kafka read(ConfigObject source, String name) {
        FormatReader formats = new FormatReader(source, ontology, timeline);
        SourceFormat format =
                formats.readMessageFormat(SchemaRegistryReader.read(source, registry));
        KafkaOffsets end = end(source);
        return new SourceConfig.Kafka(
                name,
                clusters.source(source),
                topics(source),
                group(source, name),
                start(source),
                end,
                onDataLoss(source),
                discovery(source, end),
                format,
                formats.tombstones(format),
                SourceConfigReader.maxRecordBytes(source),
                EncodingReader.read(source, format));
    }

    SourceConfig.Kafka readQuestions(ConfigObject source, String name, int maxBytes) {
        KafkaOffsets end = end(source);
        return new SourceConfig.Kafka(
                name,
                clusters.source(source),
                topics(source),
                // Prefixed, because a source of records may have the same name.
                group(source, "queries-" + name),
                start(source),
                end,
                onDataLoss(source),
                discovery(source, end),
                new SourceFormat.Questions(),
                TombstoneRule.REJECT,
                maxBytes,
                TextEncoding.UTF_8);
    }

    private String group(ConfigObject source, String name) {
        return source.optional("group_id")
                .map(ConfigNode::nonEmptyString)
                .orElse(jobName + "-" + name);
    }

    private static KafkaTopics topics(ConfigObject source) {
        List<ConfigNode> given =
                Stream.of("topic", "topics", "topic_pattern")
                        .map(source::optional)
                        .flatMap(Optional::stream)
                        .toList();
        if (given.size() != 1) {
            throw source.node()
                    .invalid(
                            "expected one of topic, topics and topic_pattern, found "
                                    + (given.isEmpty() ? "none" : "several"));
        }
        ConfigNode node = given.get(0);
        if (source.optional("topic_pattern").isPresent()) {
            return matching(node);
        }
        if (source.optional("topic").isPresent()) {
            return new KafkaTopics.Named(List.of(KafkaClusterReader.topic(node)));
        }
        Set<String> names = new HashSet<>();
        for (ConfigNode item : node.items()) {
            if (!names.add(KafkaClusterReader.topic(item))) {
                throw item.invalid("'" + item.string() + "' occurs twice; leave one out");
            }
        }
        if (names.isEmpty()) {
            throw node.invalid("empty; expected at least one topic");
        }
        return new KafkaTopics.Named(names.stream().sorted().toList());
    }

    private static KafkaTopics matching(ConfigNode node) {
        String regex = node.nonEmptyString();
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw node.invalid(
                    "'" + regex + "' is not a regular expression: " + e.getDescription());
        }
        return new KafkaTopics.Matching(regex);
    }

    private static KafkaOffsets start(ConfigObject source) {
        Optional<ConfigNode> node = source.optional("start");
        KafkaOffsets start =
                node.map(
                                given ->
                                        switch (word(given)) {
                                            case "earliest" -> KafkaOffsets.Position.EARLIEST;
                                            case "latest" -> KafkaOffsets.Position.LATEST;
                                            case "committed" -> KafkaOffsets.Position.COMMITTED;
                                            default ->
                                                    time(
                                                            given,
                                                            STARTS,
                                                            List.of(
                                                                    "earliest",
                                                                    "latest",
                                                                    "committed"));
                                        })
                        .orElse(KafkaOffsets.Position.EARLIEST);
        Optional<ConfigNode> fallback = source.optional("start_fallback");
        if (fallback.isEmpty()) {
            return start;
        }
        if (start != KafkaOffsets.Position.COMMITTED) {
            throw fallback.get().invalid("only for start: committed; leave it out");
        }
        return fallback.get().choice("position", Fallback.class) == Fallback.LATEST
                ? KafkaOffsets.Position.COMMITTED_OR_LATEST
                : start;
    }

    private static KafkaOffsets end(ConfigObject source) {
        return source.optional("end")
                .map(
                        given ->
                                switch (word(given)) {
                                    case "never" -> KafkaOffsets.Position.NEVER;
                                    case "latest" -> KafkaOffsets.Position.LATEST;
                                    default -> time(given, ENDS, List.of("never", "latest"));
                                })
                .orElse(KafkaOffsets.Position.NEVER);
    }

    private static DataLossRule onDataLoss(ConfigObject source) {
        return source.optional("on_data_loss")
                .map(node -> node.choice("rule", DataLossRule.class))
                .orElse(DataLossRule.FAIL);
    }

    private static String word(ConfigNode node) {
        return node.isString() ? node.string() : "";
    }

    private static KafkaOffsets time(ConfigNode node, String expected, List<String> words) {
        if (!node.isString()) {
            if (node.isNull() || node.isList() || node.isObject()) {
                throw node.expected(expected);
            }
            return new KafkaOffsets.Time(node.integer(0, Long.MAX_VALUE));
        }
        long point;
        try {
            point = Timeline.MILLIS.parse(node.string());
        } catch (IllegalArgumentException e) {
            String meant =
                    Suggestion.within(2, node.string(), words)
                            .map(word -> "; did you mean '" + word + "'?")
                            .orElse("");
            throw node.invalid("expected " + expected + ", found '" + node.string() + "'" + meant);
        }
        if (point < 0) {
            throw node.invalid("expected a time since 1970, found '" + node.string() + "'");
        }
        return new KafkaOffsets.Time(point);
    }

    private static Duration discovery(ConfigObject source, KafkaOffsets end) {
        Optional<ConfigNode> node = source.optional("partition_discovery_interval_ms");
        if (end != KafkaOffsets.Position.NEVER) {
            node.ifPresent(
                    given -> {
                        throw given.invalid(
                                "only for a source without an end; others look for partitions only"
                                        + " when they start; leave it out");
                    });
            return Duration.ZERO;
        }
        return node.map(given -> Duration.ofMillis(given.integer(0, Integer.MAX_VALUE)))
                .orElse(SourceConfig.Kafka.DEFAULT_PARTITION_DISCOVERY);
    }
}
