package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads the field {@code schema_registry} of a job or of a source. */
final class SchemaRegistryReader {

    static final String SCHEMA_REGISTRY = "schema_registry";

    private static final String USER = "username";
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";
    private static final String TRUSTSTORE = "truststore";
    private static final String TRUSTSTORE_PASSWORD = "truststore_password";

    private SchemaRegistryReader() {}

    /** The registry of an object; that of {@code otherwise} if it has none. */
    static SchemaRegistryConfig read(ConfigObject object, SchemaRegistryConfig otherwise) {
        return object.optional(SCHEMA_REGISTRY)
                .map(ConfigNode::object)
                .map(SchemaRegistryReader::registry)
                .orElse(otherwise);
    }

    private static SchemaRegistryConfig registry(ConfigObject registry) {
        registry.allow("url", USER, PASSWORD, TOKEN, TRUSTSTORE, TRUSTSTORE_PASSWORD);
        needs(registry, USER, PASSWORD);
        needs(registry, PASSWORD, USER);
        needs(registry, TRUSTSTORE_PASSWORD, TRUSTSTORE);
        registry.optional(TOKEN)
                .filter(token -> registry.optional(USER).isPresent())
                .ifPresent(
                        token -> {
                            throw token.invalid(
                                    "set besides username; expected one of both: a token, or"
                                            + " username and password");
                        });
        List<String> urls =
                registry
                        .required("url", "the URL of the registry, or a list")
                        .itemsOrSelf()
                        .stream()
                        .map(SchemaRegistryReader::url)
                        .toList();
        if (urls.isEmpty()) {
            throw registry.required("url", "the URL").invalid("empty; expected at least one URL");
        }
        return new SchemaRegistryConfig(
                urls,
                text(registry, USER),
                text(registry, PASSWORD),
                text(registry, TOKEN),
                text(registry, TRUSTSTORE),
                text(registry, TRUSTSTORE_PASSWORD));
    }

    private static void needs(ConfigObject registry, String field, String other) {
        Optional<ConfigNode> node = registry.optional(field);
        if (node.isPresent() && registry.optional(other).isEmpty()) {
            throw node.get().invalid("set without " + other + "; set both, or neither");
        }
    }

    private static String text(ConfigObject registry, String field) {
        return registry.optional(field).map(SecretReader::value).orElse("");
    }

    private static String url(ConfigNode node) {
        String text = node.nonEmptyString();
        try {
            URI uri = URI.create(text);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null) {
                return text.replaceFirst("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        // Not shown, because it may contain a password.
        throw node.invalid(
                "expected a URL such as https://registry.example.org:8081, without a user");
    }
}
