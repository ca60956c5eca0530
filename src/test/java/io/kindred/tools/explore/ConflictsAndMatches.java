package io.kindred.tools.explore;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The views of conflicts and matches, in the browser of {@link ExplorerPageE2ECase}. */
abstract class ConflictsAndMatches extends InBrowser {

    /** On a narrow screen the list of conflicts is there on demand, and has no scroll bar. */
    static void walkThroughTheQueue() throws IOException {
        assertThat(browser.find(".queue-list").isDisplayed()).isFalse();
        browser.find(".queue-steps", "1 of 4+");
        browser.find(".queue-steps button", "Show list").click();
        assertThat(browser.find(".queue-list").isDisplayed()).isTrue();
        assertThat(
                        browser.run(
                                "const list = document.querySelector('.queue-list'); return list.scrollHeight - list.clientHeight"))
                .isEqualTo(0L);
        browser.screenshot("conflicts-narrow-list");
        browser.find(".queue-list button", "ssn").click();
        browser.find(".queue-steps", "4 of 4+");
        assertThat(browser.find(".queue-list").isDisplayed()).isFalse();
        browser.find(".queue-steps button", "Next").click();
        browser.find(".queue-steps", "5 of 5");
        browser.find(".conflict h2", "first_name");
        browser.until(
                "the card in sight", () -> topOf(".conflict") >= 0 && topOf(".conflict") < 400);
    }

    private static double topOf(String css) {
        return ((Number)
                        browser.run(
                                "return document.querySelector(arguments[0]).getBoundingClientRect().top",
                                css))
                .doubleValue();
    }

    @Test
    void conflictsAreAnsweredWithTheKeyboard() {
        server.decisions().clear();
        browser.open(server.url() + "#/conflicts");
        browser.find(".pair-table");
        // Their normal forms are equal, their letters are not.
        assertThat(browser.find(".pair-table tr", "member_since").getText())
                .contains("written differently", "12/09/99");
        assertThat(browser.find(".pair-table tr", "date_of_birth").getText())
                .contains("different")
                .doesNotContain("written differently");
        browser.find("#reason").sendKeys("saw her passport");
        browser.tabTo("button.different");
        browser.press("d");
        browser.find(".conflict h2", "family@montague.example");
        assertThat(browser.find(".conflict .notice").getText())
                .contains("different is written. It counts once the job has read it");
        assertThat(server.decisions()).hasSize(1);
        JsonNode decision = server.decisions().get(0);
        assertThat(decision.toString())
                .contains(
                        "\"decision\":\"different\"",
                        "\"entity_type\":\"person\"",
                        "\"left\":{\"perspective\":\"crm\",\"uid\":\"C-9002\"}",
                        "\"right\":{\"perspective\":\"web\",\"uid\":\"W-9002\"}",
                        "\"reason\":\"saw her passport\"");
        browser.find(".queue-list li:first-child", "answered");
        browser.find(".conflict .answered", "not read by the job yet");
        browser.find(".conflict h3", "1 of 3");
        browser.press("k");
        browser.find(".conflict h3", "2 of 3");
        browser.press("s");
        // The conflict about a city asks about the first pair again.
        browser.find(".queue-list li:nth-child(3)", "answered");
        browser.find(".conflict h2", "ssn");
        assertThat(server.decisions()).hasSize(2);
    }

    @Test
    void moreConflictsAreLoadedOnceAndPastEmptyPages() {
        browser.size(Browser.NARROW);
        browser.open(server.url() + "#/conflicts?kind=constraint");
        browser.find(".queue-steps", "1 of 1+");
        browser.run(
                "const next = [...document.querySelectorAll('.queue-steps button')].find((each) => each.textContent.startsWith('Next')); next.click(); next.click()");
        browser.find(".queue-steps", "2 of 2+");
        browser.find(".queue-steps button", "Next").click();
        browser.find(".conflict .notice", "the server failed");
        browser.find(".queue-steps", "2 of 2+");
        // The answer itself, and no rejection that nobody handles.
        assertThat(browser.errors()).isNotEmpty().allMatch(each -> each.contains("500"));
    }

    @Test
    void matchesARecord() {
        browser.open(server.url() + "#/match");
        browser.find("#match-record").sendKeys("x");
        browser.find(".match .primary").click();
        browser.find(".notice", "no JSON");
        browser.find("#match-record").sendKeys(Keys.BACK_SPACE);
        assertThat(browser.all(".offered button").stream().map(WebElement::getText))
                .startsWith("+ first_name key name", "+ last_name key name")
                .endsWith("+ ssn", "+ street", "+ city");
        browser.find(".offered button", "city").click();
        browser.press("Leeds");
        assertThat(browser.find("#match-record").getAttribute("value"))
                .contains("{\"attr\": \"city\", \"value\": \"Leeds\"}\n]}");
        browser.find(".match .primary").click();
        browser.find(".results", "would join an entity");
        assertThat(browser.find(".results .card:last-child").getText())
                .contains("web", "W-77", "not linked", "-8.2 bits");
        enter("{}");
        browser.find(".offered button", "city").click();
        assertThat(browser.find("#match-record").getAttribute("value"))
                .isEqualTo("{\"descriptors\": [\n    {\"attr\": \"city\", \"value\": \"\"}\n]}");
        for (String none : List.of("null", "[]", "7")) {
            enter("{");
            browser.find(".offered button", "city").click();
            browser.find(".results .notice", "no JSON");
            enter(none);
            browser.find(".offered button", "city").click();
            browser.find(".results .notice", "Expected an object");
            browser.find(".match .primary").click();
            assertThat(browser.find(".results").getText()).startsWith("Expected an object");
        }
        enter("{\"descriptors\": {}}");
        browser.find(".offered button", "city").click();
        browser.find(".results .notice", "Expected a list");
    }

    private static void enter(String record) {
        WebElement text = browser.find("#match-record");
        text.clear();
        text.sendKeys(record);
    }
}
