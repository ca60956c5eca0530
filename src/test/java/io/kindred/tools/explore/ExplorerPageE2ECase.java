package io.kindred.tools.explore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The explorer in a headless Chromium, served with canned answers or saved as a file. Pictures of
 * all views are in {@code target/screenshots}.
 */
class ExplorerPageE2ECase extends ConflictsAndMatches {

    private static final String ADA = "person-d93114e30f4399365a0ccec6823cfea2";
    private static final String GRACE = "person-6d7dcf42d212b0582f164194fb50b038";
    private static final String ROMEO = "person-182e65a4898efdf44b94e2fea535672d";
    private static final String SCORED = "person-0b12ba63055502c51d1106a9a6699c17";
    private static final String GOLDEN_ONLY = "person-" + "f".repeat(32);
    private static final String HOSTILE = "person-" + "e".repeat(32);
    private static final String RETIRED = "person-0f3a6ce1b7d24a55a8a2cf3fd0f1a777";

    /** How often the page of 1,000 records is loaded; the time of its first paint is the median. */
    private static final int LOADS = 3;

    /** The views with colours that the others lack. */
    private static final Set<String> COLOURFUL =
            Set.of("timeline", "records", "evidence", "origin", "conflicts");

    @Test
    void everyViewIsAccessibleAndFitsANarrowScreen() throws IOException {
        look("search", "#/?q=ada", ".result");
        look(
                "search-values",
                "#/?type=person&where=email%3Dfamily%40montague.example",
                ".notice.danger");
        look("timeline", "#/entities/" + GRACE, ".mark.clash");
        look("records", "#/entities/" + SCORED + "/records", "table.compare");
        look("evidence", "#/entities/" + SCORED + "/evidence", ".graph canvas");
        look("origin", "#/entities/" + ROMEO + "/origin", ".event");
        look("conflicts", "#/conflicts", ".pair-table");
        walkThroughTheQueue();
        look("retired", "#/entities/" + RETIRED, ".result");
        look("hostile", "#/entities/" + HOSTILE, ".mark.golden");
        look("match", "#/match", "#match-record");
        look("missing", "#/entities/person-" + "0".repeat(32), ".notice");
        // The browser logs the answer 404 of the last one.
        assertThat(browser.errors()).allMatch(each -> each.contains("404"));
    }

    /** Pictures of a view in both sizes and schemes, and what is wrong with it. */
    private void look(String name, String hash, String ready) throws IOException {
        browser.size(Browser.WIDE);
        browser.open(server.url() + hash);
        browser.find(ready);
        browser.screenshot(name);
        assertThat(browser.violations("wcag2a", "wcag2aa")).as(name).isEmpty();
        browser.size(Browser.NARROW);
        browser.until(
                name + " without a horizontal scroll bar",
                () -> browser.run("return document.documentElement.scrollWidth <= 400"));
        browser.colours("dark");
        if (COLOURFUL.contains(name)) {
            assertThat(browser.violations("color-contrast"))
                    .as(name + ", narrow and dark")
                    .isEmpty();
        }
        browser.screenshot(name + "-narrow-dark");
        browser.colours("light");
    }

    @Test
    void searchesAndGoesToTheEntity() {
        browser.open(server.url());
        browser.find("#search-text").sendKeys("ada", Keys.ENTER);
        assertThat(browser.find(".result").getText()).contains("Ada King, Kirkby", "3 records");
        browser.find(".result-link").click();
        browser.find("h1", "Ada King");

        browser.find("#jump-text").sendKeys("web W-9003", Keys.ENTER);
        browser.find("h1", "montague");
        browser.find("#jump-text").clear();
        browser.find("#jump-text").sendKeys(RETIRED, Keys.ENTER);
        browser.find("h1", "retired");
        browser.find(".result-link").click();
        browser.find("h1", "Ada King");
    }

    @Test
    void theTimelineIsReadAndMovedWithTheKeyboard() throws IOException {
        browser.open(server.url() + "#/entities/" + GRACE);
        browser.find(".mark.clash");
        browser.tabTo(".mark");
        browser.press(Keys.END);
        assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
                .isEqualTo(
                        "web W-9002 says city arlington, 2010-06-01 to 2020-02-15: not what the golden record says (2010-06-01 to 2012-01-01)");
        assertThat(browser.find(".tooltip:not([hidden])").getText()).contains("W-9002");
        browser.screenshot("timeline-focus");
        browser.press(Keys.ESCAPE);
        assertThat(browser.all(".tooltip:not([hidden])")).isEmpty();
        double before = width(".mark.golden path");
        browser.press(Keys.HOME);
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
                .asString()
                .startsWith("crm C-9002 says date_of_birth");
        Object axis = browser.run("return document.querySelector('.axis-track').textContent");
        browser.press("+");
        browser.until(
                "another axis",
                () ->
                        !axis.equals(
                                browser.run(
                                        "return document.querySelector('.axis-track').textContent")));
        browser.press("0");
        browser.until(
                "the first axis",
                () ->
                        axis.equals(
                                browser.run(
                                        "return document.querySelector('.axis-track').textContent")));
        assertThat(width(".mark.golden path")).isEqualTo(before);

        browser.find(".as-table summary").click();
        assertThat(browser.find(".as-table tbody tr:first-child").getText())
                .contains("first_name", "Grace", "at all times", "golden value");
    }

    private static double width(String css) {
        return ((Number)
                        browser.run(
                                "return document.querySelector(arguments[0]).getBBox().width", css))
                .doubleValue();
    }

    @Test
    void tabsMoveWithArrowKeys() {
        browser.open(server.url() + "#/entities/" + SCORED);
        browser.find(".mark");
        browser.tabTo("[role=tab]");
        browser.press(Keys.ARROW_RIGHT);
        browser.find("table.compare");
        browser.press(Keys.END);
        browser.find(".event");
        assertThat(browser.url()).endsWith("/origin");
        browser.press(Keys.HOME);
        browser.find(".mark");
        assertThat(browser.focused()).isEqualTo("Timeline");
    }

    @Test
    void recordsShowWhatHoldsAtADateAndWhatDiffers() {
        browser.open(server.url() + "#/entities/" + SCORED + "/records");
        browser.find("table.compare");
        assertThat(cell("city", 3)).contains("Leeds", "since 2009-01-01");
        assertThat(cell("first_name", 4))
                .contains("not what the golden record says")
                .contains("Marian");
        // The job says so: their normal forms are equal.
        assertThat(cell("email", 7)).contains("written differently", "+news");
        browser.run(
                "const at = document.getElementById('compare-at'); at.value = '2009-06-01'; at.dispatchEvent(new Event('input', {bubbles: true}))");
        browser.until("only what held then", () -> cell("city", 4).equals("–"));
        browser.find("#compare-attr").sendKeys("city");
        browser.until("one row", () -> browser.all("table.compare tbody tr").size() == 1);
    }

    private static String cell(String attr, int column) {
        return (String)
                browser.run(
                        "return [...document.querySelectorAll('table.compare tbody tr')].find((row) => row.children[0].textContent === arguments[0]).children[arguments[1] - 1].textContent",
                        attr,
                        column);
    }

    @Test
    void aLinkOfTheTableSaysWhyAndIsHighlighted() throws IOException {
        browser.open(server.url() + "#/entities/" + SCORED + "/evidence");
        browser.find(".graph canvas");
        browser.find("tr[data-link=s3] button").click();
        assertThat(browser.find(".details", "refused").getText())
                .contains("1.12 bits", "mean -4.5 bits", "surname");
        assertThat(browser.all(".details .score tr").stream().map(WebElement::getText))
                .anyMatch(each -> each.contains("surname equal") && each.endsWith("+8.62"))
                .anyMatch(each -> each.contains("m and mario") && each.endsWith("+1.5"))
                .anyMatch(
                        each -> each.contains("at least 2.0 bits link") && each.endsWith("+1.12"));
        browser.screenshot("evidence-chosen");
        browser.find("tr[data-link=s3].chosen");
        browser.find(".details a").click();
        browser.find("h1", "Mario Okafor");
    }

    @Test
    void mergesAreShownStepByStep() {
        browser.open(server.url() + "#/entities/" + SCORED + "/origin");
        browser.find(".step", "A decision says");
        browser.tabTo(".merges button:not([disabled])");
        browser.find(".merges button:last-of-type")
                .sendKeys(Keys.ENTER, Keys.ENTER, Keys.ENTER, Keys.ENTER);
        WebElement step = browser.find(".step", "refused");
        assertThat(step.getText()).contains("1.12 bits", "-4.5 bits", "cluster of 5", "one record");
    }

    @Test
    void asksForATokenAndKeepsItForTheTab() {
        server.requireToken("secret");
        browser.open(server.url() + "#/entities/" + ADA);
        browser.find("dialog[open] input").sendKeys("secret", Keys.ENTER);
        browser.find("h1", "Ada King");
        assertThat(browser.errors()).allMatch(each -> each.contains("401"));
        browser.open(server.url() + "#/entities/" + GRACE);
        browser.find("h1", "Grace Hopper");
        browser.run("sessionStorage.clear()");
    }

    @Test
    void valuesAreTextAndNothingElse() throws IOException {
        for (String view : List.of("", "/records", "/evidence", "/origin")) {
            browser.open(server.url() + "#/entities/" + HOSTILE + view);
            browser.find("[role=tabpanel] > div:not(:empty)");
            assertThat(browser.title()).startsWith("</script><script>");
            assertThat(
                            browser.run(
                                    "return document.querySelectorAll('[role=tabpanel] img, [role=tabpanel] script, [onclick], [onerror]').length"))
                    .isEqualTo(0L);
            assertThat(
                            browser.run(
                                    "return /[\\u0000-\\u0008\\u000b-\\u001f\\u202a-\\u202e]/.test(document.body.innerText)"))
                    .isEqualTo(false);
        }
    }

    @Test
    void aSavedPageNeedsNoServer(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hostile.html");
        Map<String, JsonNode> answers = Fixtures.savedPage(Fixtures.sample(), HOSTILE);
        Files.writeString(file, ExplorerPage.load().with(answers));

        browser.open(file.toUri().toString());
        browser.find(".mark.golden");
        assertThat(browser.title()).startsWith("</script><script>");
        assertThat(browser.all("#nav a, #jump:not([hidden])")).isEmpty();
        browser.find("#tab-evidence").click();
        browser.find(".graph canvas");
        assertThat(browser.find("#freshness").getText()).contains("Saved page", "2026-12-01");
        browser.screenshot("saved");
    }

    @Test
    void showsTheGoldenRecordWithoutTheOutputOfRecords() {
        browser.open(server.url() + "#/entities/" + GOLDEN_ONLY);
        browser.find(".notice", "add the sink records to the job file");
        assertThat(browser.all(".mark.golden")).hasSize(2);
        browser.find("#tab-records").click();
        browser.find(".notice", "The job has no output records");
        assertThat(browser.errors()).isNotEmpty().allMatch(each -> each.contains("501"));
    }

    @Test
    void anUnknownAddressIsNoPage() {
        for (String address : List.of("#/constructor", "#/nothing/here", "#/%zz")) {
            browser.open(server.url() + address);
            browser.find("h1", "Not found");
        }
    }

    @Test
    void timesMayBeIntegers(@TempDir Path folder) throws IOException {
        Map<String, JsonNode> answers = Fixtures.savedPage(Fixtures.sample(), GRACE);
        Map<String, JsonNode> integers = new LinkedHashMap<>();
        ObjectMapper json = new ObjectMapper();
        for (Map.Entry<String, JsonNode> each : answers.entrySet()) {
            String text = each.getValue().toString();
            text =
                    text.replace("\"millis\"", "\"integer\"")
                            .replaceAll("\"(\\d{4})-\\d\\d-\\d\\dT00:00:00Z\"", "$1");
            integers.put(each.getKey(), json.readTree(text));
        }
        Path file = folder.resolve("integers.html");
        Files.writeString(file, ExplorerPage.load().with(integers));

        browser.open(file.toUri().toString());
        browser.find(".mark.clash");
        assertThat(browser.find(".axis-track").getText()).contains("2012").doesNotContain("now");
        assertThat(browser.all(".mark.clash").get(1).getAttribute("aria-label"))
                .endsWith("2010 to 2012");
    }

    /** In milliseconds since the page was asked for; null as long as nothing was painted. */
    private static Double firstPaint() {
        Number time =
                (Number)
                        browser.run(
                                "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime");
        return time == null ? null : Double.valueOf(time.doubleValue());
    }

    @Test
    void thousandRecordsAreUsable(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.html");
        Map<String, JsonNode> answers = Fixtures.savedPage(Fixtures.all(), Fixtures.LARGE);
        Files.writeString(file, ExplorerPage.load().with(answers));

        double[] paints = new double[LOADS];
        for (int i = 0; i < LOADS; i++) {
            browser.open(file.toUri().toString());
            browser.find(".mark.golden");
            paints[i] = browser.until("a first paint", ExplorerPageE2ECase::firstPaint);
        }
        Arrays.sort(paints);
        System.out.printf(
                Locale.ROOT,
                "First paint of a page of 1,000 records: %.0f ms, median of %d%n",
                paints[LOADS / 2],
                LOADS);
        browser.screenshot("large");
        assertThat(browser.all(".source")).hasSizeLessThan(50);
        // The rows of four attributes; those beyond the first ones are not made yet.
        browser.find(".toolbar button", "Show all records").click();
        assertThat(browser.find(".more-rows").getText()).contains("100 more of 988 records");
        assertThat(browser.all(".source")).hasSize(4 * 12);
        browser.find("#tab-records").click();
        browser.find(".pages", "Records 1 to 10 of 1,000");
        browser.find(".pages button:not([disabled])").click();
        browser.find(".pages", "Records 11 to 20 of 1,000");
        browser.find("#tab-evidence").click();
        browser.find(".notice", "most connected of 1,050");
        browser.find(".graph canvas");
        browser.screenshot("large-evidence");
        browser.find("#tab-origin").click();
        browser.find(".step-bar", "of 999");
    }
}
