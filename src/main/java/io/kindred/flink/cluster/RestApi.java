package io.kindred.flink.cluster;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.internal.ClusterException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The REST API of a Flink cluster. */
public final class RestApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String address;

    /** Creates it with the address of the web interface, such as {@code http://localhost:8081}. */
    public RestApi(URI address) {
        this.address = address.toString().replaceFirst("/+$", "");
    }

    /** The address of the cluster. */
    public String address() {
        return address;
    }

    /**
     * The JSON that a path answers with.
     *
     * @param path begins with a slash
     * @throws ClusterException if there is no answer within 10 seconds, or another one
     */
    JsonNode get(String path) throws ClusterException, InterruptedException {
        return find(path)
                .orElseThrow(
                        () ->
                                new ClusterException(
                                        "the cluster at " + address + " has no " + path));
    }

    /** The same, empty if the cluster does not know what the path names. */
    Optional<JsonNode> find(String path) throws ClusterException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            if (response.statusCode() != HttpURLConnection.HTTP_OK) {
                throw noFlink("status " + response.statusCode() + " for " + path);
            }
            return Optional.of(JSON.readTree(response.body()));
        } catch (JacksonException e) {
            throw noFlink("no JSON for " + path);
        } catch (IOException e) {
            throw new ClusterException("no cluster answers at " + address + ": " + reason(e));
        }
    }

    private ClusterException noFlink(String answer) {
        return new ClusterException(
                address + " does not answer like a Flink cluster: it has " + answer);
    }

    private static String reason(IOException e) {
        return e instanceof ConnectException && e.getMessage() == null
                ? "connection refused"
                : Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
}
