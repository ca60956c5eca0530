package io.kindred.flink.config;

import java.io.Serializable;
import java.util.List;

/**
 * A schema registry. Texts may contain references to secrets, as those of {@link ClientProperties}
 * do; {@link #toString} shows the URLs only.
 *
 * @param urls without a slash at the end, asked in this order; none for {@link #NONE}
 * @param user for basic authentication; empty for none
 * @param password of the user
 * @param token sent as bearer token; empty for none
 * @param truststore the path of a file with trusted certificates, as PEM, PKCS #12 or JKS; empty
 *     for those of Java
 * @param truststorePassword empty for none
 */
public record SchemaRegistryConfig(
        List<String> urls,
        String user,
        String password,
        String token,
        String truststore,
        String truststorePassword)
        implements Serializable {

    /** No registry. */
    public static final SchemaRegistryConfig NONE =
            new SchemaRegistryConfig(List.of(), "", "", "", "", "");

    public SchemaRegistryConfig {
        urls = List.copyOf(urls);
    }

    /** Whether there is a registry. */
    public boolean isConfigured() {
        return !urls.isEmpty();
    }

    @Override
    public String toString() {
        return urls.toString();
    }
}
