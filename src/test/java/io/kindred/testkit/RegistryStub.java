package io.kindred.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers like a schema registry. */
public final class RegistryStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile int failure;
    private volatile String authorization = "";

    private RegistryStub(HttpServer server) {
        this.server = server;
    }

    /** A reference from one schema to another, which is a version of a subject. */
    public record Reference(String name, String subject, int version) {}

    /** Starts one without schemas. */
    public static RegistryStub start() throws IOException {
        return start(HttpServer.create(anyPort(), 0));
    }

    /** Starts one that is reached by TLS. */
    public static RegistryStub start(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return start(server);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static RegistryStub start(HttpServer server) {
        RegistryStub stub = new RegistryStub(server);
        stub.server.createContext("/", stub::handle);
        stub.server.start();
        return stub;
    }

    public String url() {
        return (server instanceof HttpsServer ? "https" : "http")
                + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** Registers a schema of a type, which is left out in answers if it is empty. */
    public RegistryStub schema(int id, String type, String text, Reference... references) {
        answers.put("/schemas/ids/" + id, answer(type, text, references).toString());
        return this;
    }

    /** Registers a version of a subject. */
    public RegistryStub version(
            String subject, int version, String type, String text, Reference... references) {
        answers.put(
                "/subjects/" + subject + "/versions/" + version,
                answer(type, text, references).toString());
        return this;
    }

    private static ObjectNode answer(String type, String text, Reference... references) {
        ObjectNode answer = JSON.createObjectNode().put("schema", text);
        if (!type.isEmpty()) {
            answer.put("schemaType", type);
        }
        if (references.length > 0) {
            ArrayNode all = answer.putArray("references");
            for (Reference each : references) {
                all.addObject()
                        .put("name", each.name())
                        .put("subject", each.subject())
                        .put("version", each.version());
            }
        }
        return answer;
    }

    /** The next requests fail. */
    public void fail(int requests, int status) {
        failure = status;
        failures.set(requests);
    }

    /** Only requests with this header are answered. */
    public void requireAuthorization(String header) {
        authorization = header;
    }

    /** The paths that were asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        String header =
                Objects.requireNonNullElse(
                        exchange.getRequestHeaders().getFirst("Authorization"), "");
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, failure, "{\"error_code\":50001,\"message\":\"down\"}");
        } else if (!header.equals(authorization)) {
            answer(exchange, 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
        } else if (answers.containsKey(path)) {
            answer(exchange, 200, answers.get(path));
        } else if (path.startsWith("/schemas/") || path.startsWith("/subjects/")) {
            answer(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        } else {
            answer(exchange, 404, "<html>");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
