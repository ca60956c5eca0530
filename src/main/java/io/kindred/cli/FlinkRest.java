package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The REST interface of a Flink cluster. */
final class FlinkRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String address;

    /**
     * Creates a client, which does not connect yet.
     *
     * @param address such as {@code http://localhost:8081}
     */
    FlinkRest(String address) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** The client of a configured cluster. */
    static FlinkRest of(ReadableConfig options) {
        return new FlinkRest(
                (options.get(SecurityOptions.SSL_REST_ENABLED) ? "https" : "http")
                        + "://"
                        + options.getOptional(RestOptions.ADDRESS).orElse("localhost")
                        + ":"
                        + options.get(RestOptions.PORT));
    }

    String address() {
        return address;
    }

    /**
     * Reads a resource.
     *
     * @param path with the leading slash
     * @throws IOException if the cluster cannot be reached, or refuses
     */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response =
                    client.send(
                            HttpRequest.newBuilder(URI.create(address + path))
                                    .timeout(TIMEOUT)
                                    .build(),
                            BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    "cannot reach a Flink cluster at "
                            + address
                            + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + "; start it (jobs/cluster.sh start), or set FLINK_HOME",
                    e);
        }
        if (response.statusCode() != HTTP_OK) {
            throw new IOException(address + path + " answers with status " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    private static final int HTTP_OK = 200;
}
