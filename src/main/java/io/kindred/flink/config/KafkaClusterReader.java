package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the connection to Kafka: the fields of a source or sink, with the job file's field {@code
 * kafka} as defaults.
 */
final class KafkaClusterReader {

    static final String BOOTSTRAP_SERVERS = "bootstrap_servers";
    static final String PROPERTIES = "properties";

    private static final Pattern SERVER = Pattern.compile("\\S+:[0-9]{1,5}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final String ITSELF = "the job sets it itself; leave it out";
    private static final Map<String, String> RESERVED =
            Map.of(
                    "bootstrap.servers",
                    "use the field bootstrap_servers instead",
                    "config.providers",
                    "write {env: NAME} or {file: PATH} for a value that is not in the job"
                            + " file");
    private static final Map<String, String> RESERVED_OF_SOURCES =
            Map.of(
                    "group.id",
                    "use the field group_id instead",
                    "auto.offset.reset",
                    "use the fields start and start_fallback instead",
                    "partition.discovery.interval.ms",
                    "use the field partition_discovery_interval_ms instead",
                    "enable.auto.commit",
                    ITSELF,
                    "key.deserializer",
                    ITSELF,
                    "value.deserializer",
                    ITSELF,
                    "isolation.level",
                    "it is read_committed, so that aborted messages are not read;"
                            + " leave it out");
    private static final Map<String, String> RESERVED_OF_SINKS =
            Map.of(
                    "transactional.id", "use the field transactional_id_prefix instead",
                    "transaction.timeout.ms", "use the field transaction_timeout_ms instead",
                    "transaction.two.phase.commit.enable", ITSELF,
                    "enable.idempotence",
                            "it is true, so that messages stay in order; leave it out",
                    "acks", "it is all, so that no message is lost; leave it out",
                    "partitioner.ignore.keys",
                            "it is false, so that messages of one key stay in order; leave it out",
                    "key.serializer", ITSELF,
                    "value.serializer", ITSELF);

    private static final String JAAS = "sasl.jaas.config";

    private final Optional<String> servers;
    private final ClientProperties properties;

    private KafkaClusterReader(Optional<String> servers, ClientProperties properties) {
        this.servers = servers;
        this.properties = properties;
    }

    static KafkaClusterReader of(Optional<ConfigNode> common) {
        if (common.isEmpty()) {
            return new KafkaClusterReader(Optional.empty(), ClientProperties.NONE);
        }
        ConfigObject kafka = common.get().object().allow(BOOTSTRAP_SERVERS, PROPERTIES);
        return new KafkaClusterReader(
                kafka.optional(BOOTSTRAP_SERVERS).map(KafkaClusterReader::servers),
                properties(kafka, List.of(RESERVED, RESERVED_OF_SOURCES, RESERVED_OF_SINKS)));
    }

    KafkaCluster source(ConfigObject source) {
        return cluster(source, List.of(RESERVED, RESERVED_OF_SOURCES));
    }

    KafkaCluster sink(ConfigObject sink) {
        return cluster(sink, List.of(RESERVED, RESERVED_OF_SINKS));
    }

    static String topic(ConfigNode node) {
        String name = node.nonEmptyString();
        if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw node.invalid(
                    "expected the name of a topic (at most 249 letters, digits, '.', '_' and '-'),"
                            + " found '"
                            + name
                            + "'");
        }
        return name;
    }

    private KafkaCluster cluster(ConfigObject object, List<Map<String, String>> reserved) {
        String bootstrapServers =
                object.optional(BOOTSTRAP_SERVERS)
                        .map(KafkaClusterReader::servers)
                        .or(() -> servers)
                        .orElseGet(
                                () ->
                                        servers(
                                                object.required(
                                                        BOOTSTRAP_SERVERS,
                                                        "host:port here, or under kafka for all"
                                                                + " sources and sinks")));
        return new KafkaCluster(bootstrapServers, properties(object, reserved).over(properties));
    }

    private static String servers(ConfigNode node) {
        if (node.isList()) {
            List<String> servers = node.items().stream().map(KafkaClusterReader::server).toList();
            if (servers.isEmpty()) {
                throw node.invalid("empty; expected at least one host:port");
            }
            return String.join(",", servers);
        }
        if (!node.isString()) {
            throw node.expected("host:port or a list of them");
        }
        for (String each : node.string().split(",", -1)) {
            server(node, each.strip());
        }
        return node.string().replaceAll("\\s+", "");
    }

    private static String server(ConfigNode node) {
        return server(node, node.string());
    }

    private static String server(ConfigNode node, String text) {
        if (!SERVER.matcher(text).matches()) {
            throw node.invalid("expected host:port, found '" + text + "'");
        }
        return text;
    }

    private static ClientProperties properties(
            ConfigObject object, List<Map<String, String>> reserved) {
        Map<String, String> values = new HashMap<>();
        object.entries(PROPERTIES)
                .forEach(
                        (name, node) -> {
                            for (Map<String, String> each : reserved) {
                                if (each.containsKey(name)) {
                                    throw node.invalid("cannot be set here: " + each.get(name));
                                }
                            }
                            if (name.startsWith("config.providers.")) {
                                throw node.invalid(
                                        "cannot be set here: " + RESERVED.get("config.providers"));
                            }
                            String value = SecretReader.value(node);
                            if (name.equals(JAAS) && JaasReferences.isAnyUnquoted(value)) {
                                throw node.invalid(
                                        "${env:…} and ${file:…} must be inside quotes, as in"
                                                + " password=\"${env:PASSWORD}\"");
                            }
                            values.put(name, value);
                        });
        return new ClientProperties(values);
    }
}
