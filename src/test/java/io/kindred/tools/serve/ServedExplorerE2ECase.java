package io.kindred.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.DecisionJson;
import io.kindred.offline.decide.DecisionFile;
import io.kindred.tools.explore.Browser;
import io.kindred.tools.serve.Serving.DecisionsTo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import static io.kindred.tools.serve.ServedJob.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The explorer over a real server, from a search to a decision that splits an entity. */
class ServedExplorerE2ECase {

    @TempDir private Path folder;

    @Test
    void aDecisionMadeWithTheKeyboardSplitsTheEntity() throws Exception {
        assumeTrue(Browser.isInstalled(), "no /usr/bin/chromium and /usr/bin/chromedriver");
        ServedJob job = new ServedJob(folder.resolve("job"), "changelog");
        job.take(
                record("crm", "1", "email", "ann@x.org", "name", "Ann Lee", "city", "Rome"),
                record("web", "1", "email", "ann@x.org", "name", "Anna Li", "city", "Rome"),
                record("erp", "1", "email", "bob@x.org", "name", "Bob"));
        Path decisions = folder.resolve("decisions.jsonl");
        DecisionFile file = DecisionFile.open(decisions);
        try (Serving serving =
                        Serving.start(
                                job.config(),
                                new ServeSettings(
                                        folder.resolve("store"),
                                        16 << 20,
                                        Duration.ofMillis(20),
                                        InetAddress.getLoopbackAddress(),
                                        0,
                                        Optional.empty(),
                                        Optional.empty()),
                                Optional.of(new DecisionsTo(file, file.known())));
                Browser browser = new Browser()) {
            String page = "http://localhost:" + serving.port() + "/";
            browser.until("a server that has read all", () -> isUp(browser, page));
            browser.errors();
            search(browser, page);

            browser.open(page + "#/conflicts");
            browser.find(".pair-table");
            browser.tabTo("button.different");
            browser.press("d");
            browser.until(
                    "a decision on disk",
                    () -> decisions.toFile().length() > 0 ? Boolean.TRUE : null);
            browser.screenshot("served-decision");

            String line = Files.readString(decisions).strip();
            job.decide(DecisionJson.read(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
            String entity =
                    job.emitted().folded().result().assignments().entrySet().stream()
                            .filter(each -> each.getKey().perspective().equals("web"))
                            .findFirst()
                            .orElseThrow()
                            .getValue();
            URI record = URI.create(page + "records/person/web/1");
            Awaitility.await()
                    .forever()
                    .until(() -> get(record).path("entity_id").asText().equals(entity));
            browser.open(page + "#/entities/" + entity);
            browser.find("h1", "Anna Li");
            browser.find("main", "1 record");
            browser.screenshot("served-split");
            assertThat(browser.errors()).allMatch(each -> each.contains("404"));
        }
    }

    private static void search(Browser browser, String page) throws IOException {
        browser.open(page);
        browser.tabTo("#search-text");
        browser.press("ann", Keys.ENTER);
        browser.find(".result-link");
        browser.screenshot("served-search");
        browser.tabTo(".result-link");
        browser.press(Keys.ENTER);
        browser.find("[role=tab]", "Evidence");
        browser.screenshot("served-timeline");
    }

    private static JsonNode get(URI uri) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(
                        HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                                .body());
    }

    private static Boolean isUp(Browser browser, String page) {
        browser.open(page + "health");
        return browser.all("body").stream().anyMatch(each -> each.getText().contains("\"up\""))
                ? Boolean.TRUE
                : null;
    }
}
