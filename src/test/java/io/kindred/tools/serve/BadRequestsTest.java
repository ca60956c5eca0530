package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.testkit.CapturedLog;
import io.kindred.testkit.Seeds;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are wrong in some way. None may fail the server, or leave a trace of its values.
 */
class BadRequestsTest {

    private static final int REQUESTS = 10_000;

    /** In every request as a value; never in the log. */
    private static final String MARK = "MarkedValue";

    private static final List<String> PATHS =
            List.of(
                    "/entities/",
                    "/entities//records",
                    "/records/person/crm/",
                    "/history/",
                    "/evidence/",
                    "/search",
                    "/match",
                    "/conflicts",
                    "/decisions",
                    "/info",
                    "/health",
                    "/nothing/",
                    "/");

    private static final List<String> PIECES =
            List.of(
                    MARK,
                    "%",
                    "%2",
                    "%zz",
                    "%00",
                    "%ff",
                    "%1f",
                    "..",
                    "%2e%2e%2f",
                    "?",
                    "&a=b",
                    "?limit=-1",
                    "?limit=9999999999",
                    "?after=zz",
                    "?kind=x",
                    "?worst&worst",
                    "+",
                    "person-0123456789abcdef0123456789abcdef",
                    "é",
                    "%F0%9F%98%80",
                    "/",
                    "//",
                    ";",
                    "'\"<script>",
                    "\\",
                    "a".repeat(300));

    private static final List<String> BODIES =
            List.of(
                    "",
                    "{",
                    "[]",
                    "null",
                    "\"" + MARK + "\"",
                    "{\"text\":1}",
                    "{\"text\":\"\"}",
                    "{\"where\":{}}",
                    "{\"where\":7,\"entity_type\":\"person\"}",
                    "{\"entity_type\":\"" + MARK + "\",\"where\":{\"email\":\"x\"},\"x\":1}",
                    "{\"entity_type\":\"person\",\"where\":{\"email\":null}}",
                    "{\"entity_type\":\"person\",\"where\":{\"email\":\"a\"},\"start\":5,\"end\":5}",
                    "{\"text\":\"a\",\"limit\":0}",
                    "{\"text\":\"a\",\"text\":\"b\"}",
                    "{} {}",
                    "{\"entity_type\":\"person\",\"perspective\":\"crm\"}",
                    "{\"entity_type\":\"nothing\",\"perspective\":\"crm\",\"uid\":\"1\"}",
                    "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"1\",\"op\":\"delete\"}",
                    "{\"entity_type\":\"person\",\"perspective\":\"\\u001f\",\"uid\":\"1\"}",
                    "{\"decision\":\"maybe\",\"entity_type\":\"person\"}",
                    "{\"decision\":\"same\",\"entity_type\":\"person\",\"left\":{\"perspective\":\"a\",\"uid\":\"1\"},\"right\":{\"perspective\":\"a\",\"uid\":\"1\"}}",
                    "{\"decision\":\"same\",\"entity_type\":\"person\",\"left\":1,\"right\":2,\"decided_by\":3}",
                    "[".repeat(5_000),
                    "{\"a\":".repeat(2_000),
                    "\u0000",
                    "{\"text\":\"\\ud800\"}");

    @TempDir private Path folder;

    @Test
    void areAnsweredWithAReasonAndNeverLogged() throws Exception {
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        job.take(record("crm", "1", "email", "ann@x.org"));
        try (CapturedLog log = CapturedLog.start();
                Serving serving =
                        Serving.start(
                                job.config(),
                                new ServeSettings(
                                        folder.resolve("store"),
                                        16 << 20,
                                        Duration.ofMillis(50),
                                        InetAddress.getLoopbackAddress(),
                                        0,
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.empty())) {
            int refused = 0;
            long seed = Seeds.FIRST;
            Random dice = new Random(seed);
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = request(dice);
                String where =
                        "seed " + seed + ": " + new String(request, StandardCharsets.ISO_8859_1);
                refused +=
                        isRefused(
                                        serving.port(),
                                        request,
                                        where.substring(0, Math.min(500, where.length())))
                                ? 1
                                : 0;
            }
            assertThat(refused).as("refused with a reason").isGreaterThan(REQUESTS * 3 / 4);
            assertThat(log.text()).doesNotContain(MARK).doesNotContain("Exception");
            Awaitility.await()
                    .forever()
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    status(
                                                                    serving.port(),
                                                                    "GET /info HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                                                            .getBytes(
                                                                                    StandardCharsets
                                                                                            .UTF_8))
                                                            .line())
                                            .contains("200"));
        }
    }

    private static byte[] request(Random dice) {
        if (dice.nextInt(20) == 0) {
            byte[] noise = new byte[1 + dice.nextInt(200)];
            dice.nextBytes(noise);
            String end = "\r\n\r\n";
            return (new String(noise, StandardCharsets.ISO_8859_1) + end)
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        StringBuilder path = new StringBuilder(pick(dice, PATHS));
        for (int i = dice.nextInt(4); i > 0; i--) {
            path.append(pick(dice, PIECES));
        }
        String method = pick(dice, List.of("GET", "GET", "POST", "POST", "PUT", "DELETE", "X"));
        String body = dice.nextInt(3) == 0 ? mutated(dice) : pick(dice, BODIES);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        head.append("Host: ").append(dice.nextInt(30) == 0 ? "evil.example" : "localhost");
        head.append("\r\nX-Marked: " + MARK + "\r\n");
        if (dice.nextInt(10) > 0) {
            head.append("Content-Type: ")
                    .append(dice.nextInt(10) == 0 ? "text/plain" : "application/json")
                    .append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(bytes, 0, all, start.length, bytes.length);
        return all;
    }

    private static String pick(Random dice, List<String> from) {
        return from.get(dice.nextInt(from.size()));
    }

    /** A body with a character that is another one. */
    private static String mutated(Random dice) {
        StringBuilder body = new StringBuilder(pick(dice, BODIES));
        if (!body.isEmpty()) {
            body.setCharAt(dice.nextInt(body.length()), (char) dice.nextInt(128));
        }
        return body.toString();
    }

    private record Answer(String line, String body) {}

    /** Checks the answer; false if the request was right, or is no HTTP, which may be cut off. */
    private static boolean isRefused(int port, byte[] request, String where) throws IOException {
        Answer answer = status(port, request);
        if (answer.line().isEmpty()) {
            return false;
        }
        int status = Integer.parseInt(answer.line().split(" ")[1]);
        assertThat(answer.body()).as(where).doesNotContain("\tat ", "Exception:", "io.kindred");
        if (status == 200 || status == 501) {
            // The dice made a request that is right, or that the server takes no decisions for.
            return false;
        }
        assertThat(status).as("%s%n%s", where, answer.body()).isBetween(400, 499);
        assertThat(reason(answer.body())).as(where).isNotBlank().doesNotContain("\n");
        return true;
    }

    /** The field error; of what is not HTTP, whatever the JDK's server says. */
    private static String reason(String body) throws IOException {
        if (!body.startsWith("{")) {
            return body.strip();
        }
        JsonNode json = new ObjectMapper().readTree(body);
        return json.path("error").asText(json.path("status").asText());
    }

    private static Answer status(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
            String all =
                    new String(
                            new DataInputStream(socket.getInputStream()).readAllBytes(),
                            StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return all.isEmpty() || end < 0
                    ? new Answer("", all)
                    : new Answer(all.substring(0, all.indexOf("\r\n")), all.substring(end + 4));
        } catch (SocketException cutOff) {
            return new Answer("", "");
        }
    }
}
