package io.kindred.tools.diff;

import io.kindred.tools.explore.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The page in Chromium. */
class DiffPageE2ECase {

    @TempDir private static Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Browser.isInstalled(), "no /usr/bin/chromium and /usr/bin/chromedriver");
        Files.writeString(folder.resolve("diff.html"), DiffPage.of(differences()));
        Files.writeString(folder.resolve("hostile.html"), DiffPage.of(DiffPageTest.hostile()));
        browser = new Browser();
    }

    private static ResultDiff differences() {
        Rows before = new Rows("before").rules(10);
        Rows after = new Rows("after").rules(20);
        before.entity("t-a", "Ada", "1", "2").entity("t-b", "Ada K.", "3");
        after.entity("t-a", "Ada King", "1", "2", "3", "4").says("2", "y");
        for (int i = 0; i < 40; i++) {
            before.entity("t-g" + i, "old", "g" + i);
            after.entity("t-g" + i, "new", "g" + i);
        }
        after.conflict("c", "Ada or Bob", "t-a", "1", "2");
        ComparedResult old = before.in(folder, Rows.ALL);
        ComparedResult now = after.in(folder, Rows.ALL);
        try {
            return ResultDiff.of(old, now, Optional.empty(), 1_000, folder.resolve("visited"));
        } finally {
            old.store().close();
            now.store().close();
        }
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void logsNoErrors() {
        assertThat(browser.errors()).isEmpty();
    }

    private static void open(String name) {
        browser.size(Browser.WIDE);
        browser.colours("light");
        browser.open(folder.resolve(name).toUri().toString());
        browser.find(".difference");
    }

    @Test
    void isAccessibleAndFitsANarrowScreen() throws IOException {
        for (String name : new String[] {"diff", "hostile"}) {
            open(name + ".html");
            browser.find(".difference summary").click();
            browser.find(".difference-body td");
            browser.run("document.querySelector('.difference').scrollIntoView()");
            browser.screenshot("diff-" + name);
            assertThat(browser.violations("wcag2a", "wcag2aa")).as(name).isEmpty();
            browser.size(Browser.NARROW);
            browser.until(
                    name + " without a horizontal scroll bar",
                    () -> browser.run("return document.documentElement.scrollWidth <= 400"));
            browser.colours("dark");
            assertThat(browser.violations("color-contrast")).as(name).isEmpty();
            browser.run("document.querySelector('.difference').scrollIntoView()");
            browser.screenshot("diff-" + name + "-narrow-dark");
        }
        assertThat(browser.all("img")).isEmpty();
    }

    @Test
    void isFilteredByKindAndCauseWithTheKeyboard() {
        open("diff.html");
        assertThat(browser.all(".difference")).hasSize(25);

        browser.tabTo(".filters select");
        browser.press("m");
        browser.find(".hint", "1 of 1 change listed");
        assertThat(browser.all(".difference")).hasSize(1);

        browser.tabTo(".difference summary");
        browser.press(Keys.SPACE);
        assertThat(browser.find(".difference-body").getText())
                .contains("Before", "t-b", "Ada King", "came", "says something else");
    }

    @Test
    void findsAnEntityByARecordOrValue() {
        open("diff.html");

        browser.find(".filters input").sendKeys("s g39");

        browser.find(".hint", "1 of the 41 listed changes found");
        assertThat(browser.find(".difference-title").getText()).isEqualTo("new");
    }
}
