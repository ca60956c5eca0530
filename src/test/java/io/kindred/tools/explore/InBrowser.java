package io.kindred.tools.explore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests that share a browser and a server with canned answers. */
abstract class InBrowser {

    static Browser browser;
    static FixtureServer server;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Browser.isInstalled(), "no /usr/bin/chromium and /usr/bin/chromedriver");
        browser = new Browser();
        server = new FixtureServer(Fixtures.all(), 0);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void begin() {
        browser.size(Browser.WIDE);
        browser.colours("light");
        server.requireToken("");
        browser.errors();
    }

    @AfterEach
    void logsNoErrors() {
        assertThat(browser.errors()).isEmpty();
    }
}
