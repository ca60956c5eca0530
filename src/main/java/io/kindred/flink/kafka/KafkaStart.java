package io.kindred.flink.kafka;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.config.SourceConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * Checks before a job starts that the brokers answer and that the topics exist. Whatever else may
 * be wrong, such as a password, is left to the job.
 */
public final class KafkaStart {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private KafkaStart() {}

    /** A topic and where the job file names it. */
    private record Place(String path, String topic) {}

    /**
     * Checks a job that runs in this process.
     *
     * @param patience how long to wait for a broker
     * @throws InvalidConfigException naming a broker that does not answer, or a topic that does not
     *     exist, and the place in the job file
     */
    public static void check(JobConfig config, Duration patience) throws InterruptedException {
        for (Map.Entry<KafkaCluster, List<Place>> each : places(config).entrySet()) {
            Properties client = KafkaClients.properties(each.getKey(), Map.of());
            try {
                BrokerConnection.await(client, patience);
            } catch (IOException e) {
                throw new InvalidConfigException(
                        config.file(),
                        each.getValue().get(0).path(),
                        e.getMessage() + "; start it, or correct bootstrap_servers");
            } catch (KafkaException e) {
                continue;
            }
            checkTopics(config, each.getKey(), client, each.getValue());
        }
    }

    /**
     * Checks a job that runs elsewhere. A broker that cannot be reached from here is not checked.
     *
     * @throws InvalidConfigException naming a topic that does not exist, and the place in the job
     *     file
     */
    public static void checkReachable(JobConfig config) throws InterruptedException {
        for (Map.Entry<KafkaCluster, List<Place>> each : places(config).entrySet()) {
            Properties client = KafkaClients.properties(each.getKey(), Map.of());
            try {
                BrokerConnection.await(client, Duration.ZERO);
            } catch (IOException | KafkaException e) {
                continue;
            }
            checkTopics(config, each.getKey(), client, each.getValue());
        }
    }

    private static void checkTopics(
            JobConfig config, KafkaCluster cluster, Properties client, List<Place> places)
            throws InterruptedException {
        Admin admin;
        try {
            admin = Admin.create(client);
        } catch (KafkaException e) {
            return;
        }
        try {
            Map<String, ? extends KafkaFuture<?>> topics =
                    admin.describeTopics(
                                    places.stream().map(Place::topic).distinct().toList(),
                                    new DescribeTopicsOptions().timeoutMs((int) TIMEOUT.toMillis()))
                            .topicNameValues();
            for (Place place : places) {
                if (isMissing(topics.get(place.topic()))) {
                    throw new InvalidConfigException(
                            config.file(),
                            place.path(),
                            String.format(
                                    "there is no topic '%s' at %s; create it first",
                                    place.topic(), cluster.bootstrapServers()));
                }
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static boolean isMissing(KafkaFuture<?> topic) throws InterruptedException {
        try {
            topic.get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        }
    }

    private static Map<KafkaCluster, List<Place>> places(JobConfig config) {
        Map<KafkaCluster, List<Place>> places = new LinkedHashMap<>();
        add(places, "sources", config.sources());
        add(places, "queries", config.questions());
        config.sinks()
                .byOutput()
                .forEach(
                        (output, sink) -> {
                            if (sink instanceof SinkConfig.Kafka kafka) {
                                at(places, kafka.cluster())
                                        .add(
                                                new Place(
                                                        "sinks."
                                                                + output.name()
                                                                        .toLowerCase(Locale.ROOT),
                                                        kafka.topic()));
                            }
                        });
        return places;
    }

    private static void add(
            Map<KafkaCluster, List<Place>> places, String field, List<SourceConfig> sources) {
        for (int i = 0; i < sources.size(); i++) {
            String path = field + "[" + i + "]";
            if (sources.get(i) instanceof SourceConfig.Kafka kafka) {
                add(places, path, kafka);
            } else if (sources.get(i) instanceof SourceConfig.Hybrid hybrid) {
                add(places, path + ".kafka", hybrid.kafka());
            }
        }
    }

    private static void add(
            Map<KafkaCluster, List<Place>> places, String path, SourceConfig.Kafka source) {
        if (source.topics() instanceof KafkaTopics.Named named) {
            named.names().forEach(name -> at(places, source.cluster()).add(new Place(path, name)));
        }
    }

    private static List<Place> at(Map<KafkaCluster, List<Place>> places, KafkaCluster cluster) {
        return places.computeIfAbsent(cluster, each -> new ArrayList<>());
    }
}
