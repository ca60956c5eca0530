package io.kindred.tools.explore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Serves the explorer with answers from a map, and records the decisions that it gets. */
final class FixtureServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> decisions = new CopyOnWriteArrayList<>();
    private final ExplorerPage page = ExplorerPage.load();
    private final HttpServer server;
    private volatile String token = "";

    FixtureServer(Map<String, JsonNode> answers, int port) throws IOException {
        this.answers.putAll(answers);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        // The browser keeps connections open, so one thread would not do.
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    /** For looking at the page while changing it: arguments are the port and nothing else. */
    public static void main(String[] args) throws IOException {
        new FixtureServer(Fixtures.all(), Integer.parseInt(args[0]));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    List<JsonNode> decisions() {
        return decisions;
    }

    /** From now on requests for data need this token; none if it is empty. */
    void requireToken(String wanted) {
        token = wanted;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            // As in the request, not decoded: what is percent-encoded stays so.
            String path = exchange.getRequestURI().toString();
            if (path.equals("/")) {
                exchange.getResponseHeaders()
                        .add("Content-Security-Policy", page.contentSecurityPolicy());
                send(exchange, 200, "text/html; charset=utf-8", page.served());
                return;
            }
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (!token.isEmpty() && !("Bearer " + token).equals(given)) {
                send(exchange, 401, error("a token is needed"));
                return;
            }
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, path, body);
                return;
            }
            JsonNode answer = answers.getOrDefault("GET " + path, missing(path));
            send(exchange, answer.path("status").asInt(200), answer);
        }
    }

    private void post(HttpExchange exchange, String path, JsonNode body) throws IOException {
        if (path.equals("/decisions")) {
            decisions.add(body);
            ObjectNode accepted = body.deepCopy();
            send(exchange, 202, accepted.put("version", 1).put("decided_by", "steward"));
            return;
        }
        String what =
                body.has("text")
                        ? " " + body.path("text").asText()
                        : body.has("where") ? " where" : "";
        JsonNode none =
                JSON.createObjectNode()
                        .put("is_complete", true)
                        .set("matches", JSON.createArrayNode());
        send(exchange, 200, answers.getOrDefault("POST " + path + what, none));
    }

    private static JsonNode missing(String path) {
        return JSON.createObjectNode().put("status", 404).put("error", "there is no " + path);
    }

    private static JsonNode error(String text) {
        return JSON.createObjectNode().put("error", text);
    }

    private static void send(HttpExchange exchange, int status, JsonNode answer)
            throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        send(exchange, status, "application/json", bytes);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes)
            throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try {
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            // The browser went to another page and does not want it any more.
            throw new UncheckedIOException(e);
        }
    }
}
