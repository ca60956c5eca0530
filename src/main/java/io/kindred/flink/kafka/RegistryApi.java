package io.kindred.flink.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.SchemaRegistryConfig;
import io.kindred.flink.secret.Secrets;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP API of a schema registry. A request that is not answered, or with 5xx, 408 or 429, is
 * sent up to eight times, with pauses of about 12 s in all; with several URLs each try uses the
 * next. Not thread-safe.
 */
final class RegistryApi {

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistryConfig config;
    private final Duration firstPause;
    private final HttpClient client;
    private final Optional<String> authorization;

    RegistryApi(SchemaRegistryConfig config) {
        this(config, FIRST_PAUSE);
    }

    /**
     * Secrets are read now.
     *
     * @param firstPause before a question is repeated; doubled each time
     */
    RegistryApi(SchemaRegistryConfig config, Duration firstPause) {
        this.config = config;
        this.firstPause = firstPause;
        this.client = client(config);
        this.authorization = authorization(config);
    }

    private static HttpClient client(SchemaRegistryConfig config) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT_TIMEOUT);
        String truststore = Secrets.resolve(config.truststore());
        if (!truststore.isEmpty()) {
            try {
                client.sslContext(
                        TrustedCertificates.context(
                                truststore, Secrets.resolve(config.truststorePassword())));
            } catch (IOException | GeneralSecurityException e) {
                throw new SchemaRegistryException(
                        "cannot read the truststore "
                                + truststore
                                + " of schema_registry on this machine: "
                                + e.getMessage(),
                        e);
            }
        }
        return client.build();
    }

    private static Optional<String> authorization(SchemaRegistryConfig config) {
        if (!config.token().isEmpty()) {
            return Optional.of("Bearer " + Secrets.resolve(config.token()));
        }
        if (config.user().isEmpty()) {
            return Optional.empty();
        }
        String both = Secrets.resolve(config.user()) + ':' + Secrets.resolve(config.password());
        return Optional.of(
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    /** The URLs, for errors. */
    String place() {
        return String.join(", ", config.urls());
    }

    /**
     * What is at a path; empty if the registry does not have it.
     *
     * @throws SchemaRegistryException if the registry cannot be asked
     */
    Optional<JsonNode> get(String path) {
        List<String> urls = config.urls();
        String problem = "";
        Duration pause = firstPause;
        for (int i = 0; i < ATTEMPTS; i++) {
            if (i > 0) {
                sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
            String url = urls.get(i % urls.size()) + path;
            try {
                HttpResponse<String> answer = send(url);
                if (!isTemporary(answer.statusCode())) {
                    return content(url, answer);
                }
                problem = "answers with the status " + answer.statusCode();
            } catch (IOException e) {
                problem = "does not answer: " + reason(e);
            }
        }
        throw new SchemaRegistryException(
                "the schema registry at " + place() + " " + problem + " (" + path + ")");
    }

    private HttpResponse<String> send(String url) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(TIMEOUT)
                        .header(
                                "Accept",
                                "application/vnd.schemaregistry.v1+json, application/json");
        authorization.ifPresent(each -> request.header("Authorization", each));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean isTemporary(int status) {
        return status >= SERVER_ERROR || status == TOO_MANY || status == TIMED_OUT;
    }

    private static Optional<JsonNode> content(String url, HttpResponse<String> answer) {
        int status = answer.statusCode();
        JsonNode json = json(answer.body());
        if (status == OK && json != null && json.isObject()) {
            return Optional.of(json);
        }
        // Whatever else is at the URL says this differently.
        if (status == NOT_FOUND && json != null && json.has("error_code")) {
            return Optional.empty();
        }
        String what =
                status == UNAUTHORIZED || status == FORBIDDEN
                        ? "check username and password, or the token, of schema_registry"
                        : "that is no schema registry; correct the url of schema_registry";
        throw new SchemaRegistryException(url + " answers with the status " + status + ": " + what);
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static SchemaRegistryException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SchemaRegistryException("interrupted while the schema registry is asked", e);
    }
}
