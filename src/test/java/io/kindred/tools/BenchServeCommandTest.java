package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import io.kindred.model.SourceRecord;
import io.kindred.testkit.FreePorts;
import io.kindred.tools.serve.ServeSettings;
import io.kindred.tools.serve.ServedJob;
import io.kindred.tools.serve.Serving;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class BenchServeCommandTest {

    private static final int RECORDS = 20;
    private static final String TOKEN = "a long secret";

    @TempDir private Path folder;

    @Test
    void measuresAServer() throws Exception {
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        job.take(records());
        Path records = write(RECORDS);
        Path json = folder.resolve("figures.json");
        try (Serving serving = serve(job)) {
            String server = "http://localhost:" + serving.port();
            Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
            // Answers are there once the rows are; until then it says that it knows no records.
            Awaitility.await().forever().until(() -> isUp(server));
            CommandRun measured =
                    run(
                            server,
                            records,
                            "--token-file=" + token,
                            "--rate=50",
                            "--warm-up=0",
                            "--connections=2",
                            "--json=" + json);
            assertThat(measured.exitCode()).as(measured.err()).isZero();
            CommandRun without = run(server, records);
            assertThat(without.exitCode()).isEqualTo(1);
            assertThat(without.err()).contains("401", "--token-file");
        }

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("routes").findValuesAsText("route"))
                .containsExactly("GET /entities/{id}", "POST /search", "POST /match", "all");
        assertThat(report.path("routes").path(3).path("requests").asInt()).isEqualTo(50);
        assertThat(report.path("routes").findValues("errors")).allMatch(JsonNode::isEmpty);
        assertThat(report.path("rate_per_second").asDouble()).isEqualTo(50);
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        CommandRun run = run("http://localhost:" + FreePorts.next(), write(1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not answer: is jobs/serve.sh running there?");
    }

    @ParameterizedTest
    @CsvSource({
        "--rate=0,'--rate is 0.0, expected 1 to 100000'",
        "--seconds=0,'--seconds is 0, expected 1 to 86400'",
        "--warm-up=-1,'--warm-up is -1, expected 0 to 3600'",
        "--mix=1,'--mix is ''1'', expected shares of'",
        "--connections=0,'--connections is 0, expected 1 to 1000'",
        "--sample=0,'--sample is 0, expected 1 to 1000000'",
        "--records=no-such-file,'--records is no-such-file, expected a file'",
    })
    void namesTheOptionThatIsWrong(String option, String message) throws IOException {
        CommandRun run = run("http://localhost", write(1), option);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void refusesWhatIsNoAddress() throws IOException {
        CommandRun run = run("localhost:8090", write(1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("URL is 'localhost:8090', expected an address");
    }

    private static boolean isUp(String server) throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create(server + "/health")).build();
        return HttpClient.newHttpClient().send(health, BodyHandlers.discarding()).statusCode()
                == 200;
    }

    private static CommandRun run(String url, Path records, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("bench-serve", url, "--records", records.toString()));
        arguments.addAll(List.of(options));
        if (arguments.stream().noneMatch(each -> each.startsWith("--seconds"))) {
            arguments.add("--seconds=1");
        }
        return CommandRun.of(KindredTools.commandLine(), arguments.toArray(String[]::new));
    }

    private Serving serve(ServedJob job) throws Exception {
        return Serving.start(
                job.config(),
                new ServeSettings(
                        folder.resolve("store"),
                        16 << 20,
                        Duration.ofMillis(10),
                        InetAddress.getLoopbackAddress(),
                        0,
                        Optional.of(TOKEN),
                        Optional.empty()),
                Optional.empty());
    }

    private static SourceRecord[] records() {
        SourceRecord[] records = new SourceRecord[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            records[i] = ServedJob.record("crm", "id/" + i, "email", email(i), "name", "Ann");
        }
        return records;
    }

    private static String email(int number) {
        return "ann" + number % 15 + "@x.org";
    }

    private Path write(int number) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            lines.add(
                    String.format(
                            "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"id/%d\","
                                    + "\"version\":1,\"descriptors\":[{\"attr\":\"email\",\"value\":\"%s\"}]}",
                            i, email(i)));
        }
        return Files.write(folder.resolve("people.jsonl"), lines);
    }
}
