package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.secret.EnvironmentProvider;
import io.kindred.flink.secret.FileProvider;
import io.kindred.flink.secret.SecretProvider;
import io.kindred.flink.secret.Secrets;

import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;

/** Builds the properties of Kafka clients. */
final class KafkaClients {

    private static final String JAAS = "sasl.jaas.config";

    private KafkaClients() {}

    /**
     * The properties of the job file, with defaults and the providers of secrets.
     *
     * @param defaults may be overridden by the job file
     */
    static Properties properties(KafkaCluster cluster, Map<String, String> defaults) {
        Properties properties = new Properties();
        properties.putAll(defaults);
        properties.putAll(cluster.properties().values());
        properties.setProperty("bootstrap.servers", cluster.bootstrapServers());
        properties.computeIfPresent(JAAS, (name, value) -> withQuotedSecrets(value.toString()));
        properties.setProperty("config.providers", "env,file,quoted-env,quoted-file");
        provider(properties, "env", EnvironmentProvider.class);
        provider(properties, "file", FileProvider.class);
        return properties;
    }

    private static void provider(
            Properties properties, String name, Class<? extends SecretProvider> type) {
        String quoted = "config.providers.quoted-" + name;
        properties.setProperty("config.providers." + name + ".class", type.getName());
        properties.setProperty(quoted + ".class", type.getName());
        properties.setProperty(quoted + ".param." + SecretProvider.QUOTED, "true");
    }

    /**
     * Escapes secrets inside a JAAS configuration. A secret that is the whole configuration is not
     * escaped.
     */
    private static String withQuotedSecrets(String jaas) {
        Matcher references = Secrets.REFERENCE.matcher(jaas);
        return references.matches() ? jaas : references.replaceAll("\\${quoted-$1:$2}");
    }
}
