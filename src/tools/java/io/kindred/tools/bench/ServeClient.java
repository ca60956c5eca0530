package io.kindred.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks the HTTP server, over connections that stay open. Safe for use by threads. */
final class ServeClient {

    /** The status of a request that was not answered. */
    static final int NO_ANSWER = 0;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    private final String base;
    private final Optional<String> token;

    /**
     * @param server its address, with http or https
     * @param token that the server expects, if it does
     */
    ServeClient(URI server, Optional<String> token) {
        this.base = server.toString().replaceAll("/+$", "");
        this.token = token;
    }

    HttpRequest get(String... path) {
        StringBuilder uri = new StringBuilder(base);
        for (String each : path) {
            uri.append('/')
                    .append(URLEncoder.encode(each, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return request(uri.toString()).build();
    }

    HttpRequest post(String route, ObjectNode body) {
        return request(base + '/' + route)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpRequest.Builder request(String uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE);
        token.ifPresent(each -> request.header("Authorization", "Bearer " + each));
        return request;
    }

    /**
     * The status of the answer; {@link #NO_ANSWER} if the connection broke, or after ten seconds.
     */
    int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException failure) {
            return NO_ANSWER;
        }
    }

    /** The answer, whatever its status; empty without one, or if it is not JSON. */
    Optional<JsonNode> answer(HttpRequest request) throws InterruptedException {
        try {
            return Optional.of(
                    JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body()));
        } catch (IOException failure) {
            return Optional.empty();
        }
    }

    /**
     * Checks that the server answers.
     *
     * @throws IOException if it does not, or wants another token; the message is one line
     */
    void check() throws IOException, InterruptedException {
        HttpResponse<String> info;
        try {
            info = http.send(get("info"), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IOException(
                    base + " does not answer: is jobs/serve.sh running there?", failure);
        }
        if (info.statusCode() != 200) {
            throw new IOException(
                    base
                            + "/info has the status "
                            + info.statusCode()
                            + (info.statusCode() == 401
                                    ? ", expected its token in --token-file"
                                    : ", expected the server of jobs/serve.sh"));
        }
    }
}
