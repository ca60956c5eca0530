package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Answers like the REST API of a cluster, with what a real one once said. The resources {@code
 * flink-rest/*.json} have the answers by path; long ones are cut.
 */
public final class StubCluster implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Otherwise each answer takes 40 ms, for which its body waits for the next packet.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String NO_SUCH_JOB = "{\"errors\":[\"Job could not be found\"]}";

    private final HttpServer server;
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    private StubCluster(HttpServer server) {
        this.server = server;
    }

    /** Starts one with the answers of some resources. */
    public static StubCluster of(String... resources) throws IOException {
        StubCluster cluster =
                new StubCluster(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        for (String resource : resources) {
            cluster.answers(resource)
                    .forEach((path, json) -> cluster.answer(path, json.toString()));
        }
        cluster.answer("/config", "{\"refresh-interval\":1,\"flink-version\":\"2.2.0\"}");
        cluster.server.createContext("/", cluster::handle);
        cluster.server.start();
        return cluster;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** What it says when it is asked for a path: each once, and then always the last. */
    public void answer(String path, String... inTurn) {
        answers.put(path, new ArrayList<>(List.of(inTurn)));
    }

    /** Replaces a part of what it says. */
    public void change(String path, String before, String after) {
        String answer = answers.get(path).get(0);
        if (!answer.contains(before)) {
            throw new IllegalArgumentException(path + " has no " + before + ": " + answer);
        }
        answer(path, answer.replace(before, after));
    }

    /** What it says first when it is asked for a path. */
    public String answer(String path) {
        return answers.get(path).get(0);
    }

    /** It knows nothing of a path any more. */
    public void forget(String path) {
        answers.remove(path);
    }

    /** The paths that it was asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Map<String, JsonNode> answers(String resource) throws IOException {
        try (InputStream in =
                StubCluster.class.getResourceAsStream("/flink-rest/" + resource + ".json")) {
            Map<String, JsonNode> found = new ConcurrentHashMap<>();
            JSON.readTree(Objects.requireNonNull(in))
                    .fields()
                    .forEachRemaining(each -> found.put(each.getKey(), each.getValue()));
            return found;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Flink's own client names the version of the API.
        String path = exchange.getRequestURI().toString().replaceFirst("^/v1/", "/");
        asked.add(path);
        List<String> left = answers.get(path);
        String answer = NO_SUCH_JOB;
        if (left != null) {
            answer = left.size() == 1 ? left.get(0) : left.remove(0);
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(left == null ? 404 : 200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
