package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.DecisionJson;
import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.decide.DecisionFile;
import io.kindred.tools.serve.Serving.DecisionsTo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;

/** The server over files that a job writes. */
class ServingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private ServedJob job;
    private Serving serving;

    @BeforeEach
    void start() throws Exception {
        job = new ServedJob(folder.resolve("job"), "changelog");
        job.take(
                record("crm", "1", "email", "ann@x.org", "name", "Ann", "ssn", "1"),
                record("web", "1", "email", "ANN@x.org ", "city", "Rome"),
                record("erp", "1", "email", "bob@x.org", "ssn", "2"));
        serve(Optional.empty());
        awaitRows();
    }

    private void serve(Optional<String> token) throws Exception {
        DecisionFile file = DecisionFile.open(folder.resolve("decisions.jsonl"));
        serving =
                Serving.start(
                        job.config(),
                        new ServeSettings(
                                folder.resolve("store"),
                                16 << 20,
                                Duration.ofMillis(10),
                                InetAddress.getLoopbackAddress(),
                                0,
                                token,
                                Optional.empty()),
                        Optional.of(new DecisionsTo(file, file.known())));
    }

    @AfterEach
    void stop() {
        serving.close();
    }

    /** Waits until the store has all rows that are in the files now. */
    private void awaitRows() {
        Instant now = Instant.now();
        Awaitility.await()
                .forever()
                .until(
                        () -> {
                            JsonNode freshness =
                                    json(get("/health")).path("freshness").path("as_of");
                            return !freshness.isNull()
                                    && Instant.parse(freshness.asText()).isAfter(now);
                        });
    }

    @Test
    void answersFromWhatTheJobWroteAndFollowsIt() throws Exception {
        JsonNode before = ok(get("/records/person/crm/1"));
        String ann = before.path("entity_id").asText();
        assertThat(ok(get("/entities/" + ann)).path("records")).hasSize(2);
        assertThat(ok(get("/entities/" + ann + "/records")).path("records").path(0).path("uid"))
                .hasToString("\"1\"");
        assertThat(ok(get("/evidence/" + ann)).path("groups").path(0).path("key"))
                .hasToString("\"email\"");

        job.take(record("erp", "1", "email", "ann@x.org"));
        awaitRows();
        JsonNode entity = ok(get("/entities/" + ann));
        assertThat(entity.path("records")).hasSize(3);
        assertThat(entity.path("revision").asInt()).isEqualTo(2);
        assertThat(entity.path("freshness").path("is_behind").asBoolean()).isFalse();

        JsonNode history = ok(get("/history/" + ann));
        assertThat(history.path("events")).hasSize(2);
        JsonNode joined = history.path("events").path(1);
        assertThat(joined.path("kind")).hasToString("\"changed\"");
        String bob = joined.path("added").path(0).path("from").asText();
        JsonNode predecessor = history.path("predecessors").path(0);
        assertThat(predecessor.path("entity_id").asText()).isEqualTo(bob);
        assertThat(predecessor.path("records").asInt()).isEqualTo(1);
        JsonNode retired = ok(get("/entities/" + bob));
        assertThat(retired.path("status")).hasToString("\"retired\"");
        assertThat(retired.path("successors").path(0).asText()).isEqualTo(ann);
    }

    @Test
    void goesOnAfterARestartFromWhereTheStoreIs() throws Exception {
        stop();
        job.take(record("new", "1", "email", "ann@x.org"));
        serve(Optional.empty());
        // At once, from the store.
        assertThat(ok(get("/records/person/crm/1")).path("status")).hasToString("\"active\"");
        awaitRows();
        String ann = ok(get("/records/person/new/1")).path("entity_id").asText();
        assertThat(ok(get("/entities/" + ann)).path("records")).hasSize(3);
    }

    @Test
    void searchesByValuesAndByTheBeginningsOfWords() throws Exception {
        JsonNode byValue =
                ok(
                        post(
                                "/search",
                                "{\"entity_type\":\"person\",\"where\":{\"email\":\"Ann@X.org\"}}"));
        assertThat(byValue.path("outcome")).hasToString("\"matches\"");
        assertThat(byValue.path("matches")).hasSize(1);
        JsonNode byText = ok(post("/search", "{\"text\":\"ro an\"}"));
        assertThat(byText.path("matches").path(0).path("entity_id"))
                .isEqualTo(byValue.path("matches").path(0).path("entity_id"));
        assertThat(ok(post("/search", "{\"text\":\"nobody\"}")).path("matches")).isEmpty();
    }

    @Test
    void matchesARecordWithoutInsertingIt() throws Exception {
        String body =
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"9\","
                        + "\"descriptors\":[{\"attr\":\"email\",\"value\":\"bob@x.org\"}]}";
        JsonNode match = ok(post("/match", body));
        assertThat(match.path("outcome")).hasToString("\"joins\"");
        assertThat(match.path("candidates").path(0).path("perspective")).hasToString("\"erp\"");
        assertThat(get("/records/person/crm/9").statusCode()).isEqualTo(404);
    }

    @Test
    void appendsADecisionThatSplitsTheEntityOnceTheJobHasReadIt() throws Exception {
        HttpResponse<String> written =
                post(
                        "/decisions",
                        "{\"decision\":\"different\",\"entity_type\":\"person\",\"left\":{\"perspective\":\"crm\",\"uid\":\"1\"},"
                                + "\"right\":{\"perspective\":\"web\",\"uid\":\"1\"},\"reason\":\"called\",\"decided_by\":\"eve\"}");
        assertThat(written.statusCode()).isEqualTo(202);
        String line = Files.readString(folder.resolve("decisions.jsonl"));
        assertThat(JSON.readTree(line)).isEqualTo(json(written));
        job.decide(DecisionJson.read(line.strip().getBytes(StandardCharsets.UTF_8)).orElseThrow());
        awaitRows();
        assertThat(ok(get("/records/person/crm/1")).path("entity_id"))
                .isNotEqualTo(ok(get("/records/person/web/1")).path("entity_id"));
        JsonNode conflict = ok(get("/conflicts?worst")).path("conflicts").path(0);
        assertThat(conflict.path("kind")).hasToString("\"indirect\"");
        assertThat(conflict.path("questions").path(0).path("answered"))
                .hasToString("\"different\"");
    }

    @Test
    void doesNotAskAgainAboutWhatIsDecidedButNotReadByTheJob() throws Exception {
        addAConflict();

        decide("");
        assertQuestion("\"same\"", true);
        stop();
        serve(Optional.empty());
        assertQuestion("\"same\"", true);

        readDecisions();
        assertQuestion("\"same\"", false);
        decide(",\"op\":\"delete\"");
        assertQuestion("null", true);
        stop();
        serve(Optional.empty());
        assertQuestion("null", true);

        readDecisions();
        assertQuestion("null", false);
    }

    @Test
    void showsALaterDecisionOfSomebodyElse() throws Exception {
        addAConflict();

        decide("");
        readDecisions();
        decideElsewhere(Op.UPSERT, Verdict.DIFFERENT);
        assertQuestion("\"different\"", false);

        decide("");
        assertQuestion("\"same\"", true);
        readDecisions();
        assertQuestion("\"same\"", false);
        decideElsewhere(Op.DELETE, Verdict.SAME);
        assertQuestion("null", false);
    }

    private void addAConflict() throws Exception {
        job.take(
                record("crm", "7", "email", "eve@x.org", "name", "Eve"),
                record("web", "7", "email", "eve@x.org", "name", "Eva"));
        awaitRows();
        assertQuestion("null", false);
    }

    /** A decision that the job has read, and that this server has not written: a later one. */
    private void decideElsewhere(Op op, Verdict verdict) throws Exception {
        List<String> written = Files.readAllLines(folder.resolve("decisions.jsonl"));
        long last = JSON.readTree(written.get(written.size() - 1)).path("version").asLong();
        job.decide(
                Decision.about(
                        new RecordIdentity("person", "crm", "7"),
                        new RecordIdentity("person", "web", "7"),
                        OptionalLong.of(last + 1),
                        op,
                        verdict,
                        ""));
        awaitRows();
    }

    private void decide(String more) throws Exception {
        assertThat(
                        post(
                                        "/decisions",
                                        "{\"decision\":\"same\",\"entity_type\":\"person\",\"left\":{\"perspective\":\"web\",\"uid\":\"7\"},"
                                                + "\"right\":{\"perspective\":\"crm\",\"uid\":\"7\"}"
                                                + more
                                                + "}")
                                .statusCode())
                .isEqualTo(202);
    }

    private void readDecisions() throws Exception {
        for (String line : Files.readAllLines(folder.resolve("decisions.jsonl"))) {
            job.decide(DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
        }
        awaitRows();
    }

    /** Of the only conflict. */
    private void assertQuestion(String answered, boolean isPending) throws Exception {
        JsonNode question =
                ok(get("/conflicts")).path("conflicts").path(0).path("questions").path(0);
        assertThat(question.path("answered")).hasToString(answered);
        assertThat(question.path("is_pending").asBoolean()).isEqualTo(isPending);
    }

    @Test
    void letsNobodyInWithoutTheToken() throws Exception {
        stop();
        serve(Optional.of("a long secret"));
        assertThat(get("/health").statusCode()).isIn(200, 503);
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/info").statusCode()).isEqualTo(401);
        assertThat(get("/info", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
        assertThat(get("/info", "Authorization", "Bearer a long secret").statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysHowItIs() throws Exception {
        assertThat(ok(get("/health")).path("status")).hasToString("\"up\"");
        assertThat(get("/metrics").body())
                .contains("kindred_rows{output=\"entities\"} 2", "kindred_behind 0");
        assertThat(ok(get("/info")).path("accepts_decisions").asBoolean()).isTrue();
    }

    @Test
    void describesEveryRoute() throws Exception {
        JsonNode api = json(get("/openapi.json"));
        for (HttpApi.Route route : new HttpApi(null, null, () -> null, Optional.empty()).routes()) {
            boolean isThere = false;
            for (var paths = api.path("paths").fields(); paths.hasNext(); ) {
                var path = paths.next();
                isThere |=
                        path.getKey().replaceAll("\\{[^}]*}", "{}").equals(route.name())
                                && path.getValue()
                                        .has(route.method().toLowerCase(java.util.Locale.ROOT));
            }
            assertThat(isThere).as("%s %s", route.method(), route.name()).isTrue();
        }
        Set<String> names = new TreeSet<>();
        api.path("paths")
                .fieldNames()
                .forEachRemaining(
                        path ->
                                Pattern.compile("\\{([^}]*)}")
                                        .matcher(path)
                                        .results()
                                        .forEach(each -> names.add(each.group(1))));
        assertThat(names)
                .as("one name for a thing")
                .containsExactly("id", "perspective", "type", "uid");
    }

    private HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + serving.port() + path);
    }

    private static JsonNode ok(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
