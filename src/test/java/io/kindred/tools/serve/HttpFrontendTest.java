package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.testkit.CapturedLog;
import io.kindred.tools.serve.HttpFrontend.Limits;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.kindred.tools.serve.ServedJob.record;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Connections: slow and many clients, hosts, ports; and what the health says. */
class HttpFrontendTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Serving> running = new ArrayList<>();
    private ServedJob job;

    @BeforeEach
    void write() throws IOException {
        job = new ServedJob(folder.resolve("job"), "changelog");
        job.take(record("crm", "1", "email", "ann@x.org"));
    }

    @AfterEach
    void stop() {
        running.forEach(Serving::close);
    }

    private Serving serve(String store, int port) throws Exception {
        return serve(store, port, Optional.empty(), Limits.DEFAULT);
    }

    private Serving serve(String store, int port, Optional<String> token, Limits limits)
            throws Exception {
        Serving serving =
                Serving.start(
                        job.config(),
                        new ServeSettings(
                                folder.resolve(store),
                                8 << 20,
                                Duration.ofMillis(10),
                                InetAddress.getLoopbackAddress(),
                                port,
                                token,
                                Optional.empty()),
                        Optional.empty(),
                        limits);
        running.add(serving);
        return serving;
    }

    private Serving serve() throws Exception {
        return serve("store", 0);
    }

    private static URI uri(Serving serving, String path) {
        return URI.create("http://localhost:" + serving.port() + path);
    }

    private HttpResponse<String> get(Serving serving, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(serving, path)).build(), BodyHandlers.ofString());
    }

    @Test
    void answersOthersWhileRequestsAreNeverFinished() throws Exception {
        Serving serving = serve();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port());
                slow.add(socket);
                String begun =
                        i % 2 == 0
                                ? "GET /info HTTP/1.1\r\nHost: localhost\r\nX: "
                                : "POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                        + " application/json\r\nContent-Length: 100\r\n\r\n{";
                OutputStream out = socket.getOutputStream();
                out.write(begun.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            CompletableFuture<HttpResponse<String>> quick =
                    client.sendAsync(
                            HttpRequest.newBuilder(uri(serving, "/info")).build(),
                            BodyHandlers.ofString());
            assertThat(quick.get().statusCode()).isEqualTo(200);
            // Not because they were cut off.
            for (Socket socket : slow) {
                socket.setSoTimeout(1);
                assertThatThrownBy(socket.getInputStream()::read)
                        .isInstanceOf(SocketTimeoutException.class);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void refusesRequestsForDataThatArriveWhileTooManyWait() throws Exception {
        Serving serving = serve("store", 0, Optional.empty(), new Limits(1, 2, 1));
        List<Socket> sockets = new ArrayList<>();
        try {
            // The only thread waits for the rest of this one.
            Socket slow = open(serving, sockets, "POST /search");
            slow.getOutputStream().write("Content-Length: 1\r\n\r\n".getBytes(US_ASCII));
            awaitWaiting(serving, 0);
            for (int i = 1; i <= 2; i++) {
                send(open(serving, sockets, "GET /info"));
                awaitWaiting(serving, i);
            }
            assertThat(answer(send(open(serving, sockets, "GET /info"))))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("Retry-After: 1\r\n")
                    .endsWith("{\"error\":\"too many requests are waiting; ask again\"}\n");
            assertThat(answer(send(open(serving, sockets, "GET /openapi.json"))))
                    .startsWith("HTTP/1.1 200");
            awaitWaiting(serving, 2);
            slow.getOutputStream().write('{');
            assertThat(answer(slow)).startsWith("HTTP/1.1 400");
            assertThat(answer(sockets.get(1))).startsWith("HTTP/1.1 200");
            assertThat(answer(sockets.get(2))).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Socket send(Socket open) throws IOException {
        open.getOutputStream().write("\r\n".getBytes(US_ASCII));
        return open;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    /** Sends the head of a request without its end. */
    private static Socket open(Serving serving, List<Socket> sockets, String request)
            throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port());
        sockets.add(socket);
        String head =
                request
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\n";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        return socket;
    }

    /** Waits until so many requests wait, and all threads have one. */
    private static void awaitWaiting(Serving serving, int waiting) {
        Awaitility.await()
                .forever()
                .pollInterval(Duration.ofMillis(1))
                .until(
                        () ->
                                serving.frontend().threads().busy() == 1
                                        && serving.frontend().threads().waiting() == waiting);
    }

    @Test
    void answersManyClientsAtATimeWhileTheStoreIsEmptiedAndFilled() throws Exception {
        Serving serving = serve();
        awaitHealth(serving);
        try (CapturedLog log = CapturedLog.start()) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (i == 50) {
                    beginAnew();
                }
                String path =
                        List.of("/info", "/records/person/crm/1", "/conflicts", "/metrics")
                                .get(i % 4);
                all.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(uri(serving, path)).build(),
                                BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> each : all) {
                assertThat(each.get().statusCode()).as(each.get().body()).isIn(200, 404);
            }
            Awaitility.await().forever().until(() -> log.text().contains("began anew"));
        }
        Awaitility.await()
                .forever()
                .untilAsserted(
                        () ->
                                assertThat(get(serving, "/records/person/crm/1").statusCode())
                                        .isEqualTo(200));
    }

    private void awaitHealth(Serving serving) {
        Awaitility.await()
                .forever()
                .untilAsserted(
                        () -> assertThat(get(serving, "/health").statusCode()).isEqualTo(200));
    }

    /** Files of another run, in place of those that were read. */
    private void beginAnew() throws IOException {
        for (Output output : List.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.RECORDS)) {
            Files.move(
                    job.out(output).resolve("part-0-1.jsonl"),
                    job.out(output).resolve("part-9-9.jsonl"));
        }
    }

    @Test
    void answersTheHeadOfAnAnswer() throws Exception {
        Serving serving = serve();
        HttpResponse<String> head =
                client.send(
                        HttpRequest.newBuilder(uri(serving, "/info"))
                                .method("HEAD", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void servesWhoeverNamesThisMachine() throws Exception {
        Serving serving = serve();
        for (String host : List.of("localhost", "LOCALHOST:80", "[::1]:8090", "127.0.1.1")) {
            assertThat(raw(serving, host)).as(host).contains(" 200 ");
        }
        for (String host : List.of("evil.org", "127.0.0.1.evil.org", "localhost.evil.org", "::1")) {
            assertThat(raw(serving, host)).as(host).contains(" 421 ");
        }
    }

    /** The first line of the answer. */
    private static String raw(Serving serving, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port())) {
            socket.getOutputStream()
                    .write(
                            ("GET /info HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        int port = serve().port();
        assertThatThrownBy(() -> serve("other", port))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--port")
                .hasMessageContaining(String.valueOf(port));
        // The store was closed again.
        serve("other", 0);
    }

    @Test
    void saysWhichLineIsWrongAndGoesOnOnceItIsMended() throws Exception {
        Path wrong = job.out(Output.ENTITIES).resolve("part-0-1.jsonl");
        String right = Files.readString(wrong);
        Files.writeString(wrong, right + "secret@x.org\n");
        Serving serving = serve();
        Awaitility.await()
                .forever()
                .untilAsserted(
                        () -> {
                            HttpResponse<String> health = get(serving, "/health");
                            assertThat(health.statusCode()).isEqualTo(503);
                            JsonNode body = JSON.readTree(health.body());
                            assertThat(body.path("status").asText()).isEqualTo("failed");
                            assertThat(body.path("freshness").path("problem").asText())
                                    .isEqualTo(
                                            "entities/part-0-1.jsonl, line 2: not a JSON object");
                        });
        Files.writeString(wrong, right);
        awaitHealth(serving);
    }

    @Test
    void namesOnlyTheOutputToWhoeverHasNoToken() throws Exception {
        Files.writeString(job.out(Output.ENTITIES).resolve("part-0-1.jsonl"), "wrong\n");
        Serving serving = serve("store", 0, Optional.of("a long secret"), Limits.DEFAULT);
        String where = "entities/part-0-1.jsonl, line 1: not a JSON object";
        String shown = "the output entities cannot be read; see the server's log";
        Awaitility.await()
                .forever()
                .untilAsserted(() -> assertThat(problem(serving, "wrong")).isEqualTo(shown));
        assertThat(problem(serving, "a long secret")).isEqualTo(where);
        assertThat(JSON.readTree(get(serving, "/health").body()).at("/freshness/problem").asText())
                .isEqualTo(shown);
    }

    private String problem(Serving serving, String token) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(serving, "/health"))
                        .header("Authorization", "Bearer " + token)
                        .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
                .at("/freshness/problem")
                .asText();
    }
}
