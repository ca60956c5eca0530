package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaCluster;

import java.util.Map;
import java.util.Properties;

/** The properties of clients. */
final class KafkaClients {

    private KafkaClients() {}

    /**
     * What the job file says over the defaults, and how to find what it only refers to.
     *
     * @param defaults what the job file may change
     */
    static Properties properties(KafkaCluster cluster, Map<String, String> defaults) {
        Properties properties = new Properties();
        properties.putAll(defaults);
        properties.putAll(cluster.properties().values());
        properties.setProperty("bootstrap.servers", cluster.bootstrapServers());
        properties.setProperty("config.providers", "env,file");
        properties.setProperty("config.providers.env.class", EnvironmentProvider.class.getName());
        properties.setProperty("config.providers.file.class", FileProvider.class.getName());
        return properties;
    }
}
