package io.kindred.tools.explore;

import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A headless Chromium of the system, and what tests do with it. */
public final class Browser implements AutoCloseable {

    public static final Dimension WIDE = new Dimension(1280, 900);
    public static final Dimension NARROW = new Dimension(400, 800);

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** It warns that it knows less about a new Chromium. Kept, since loggers are forgotten. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    public Browser() {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .withLogFile(new File("/dev/null"))
                        .build();
        driver = new ChromeDriver(service, options);
        size(WIDE);
    }

    public static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    public void open(String url) {
        // A change of the part after # alone would keep the page.
        driver.get("about:blank");
        driver.get(url);
    }

    /** The inner size of the page, whatever the window has around it. */
    public void size(Dimension size) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        size.width,
                        "height",
                        size.height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        false));
    }

    /** Without motion: what is in between two colours would be neither. */
    public void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    public WebElement find(String css) {
        return until("an element " + css, () -> all(css).stream().findFirst().orElse(null));
    }

    public WebElement find(String css, String text) {
        return until("%s with '%s'".formatted(css, text), () -> withText(css, text));
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    private WebElement withText(String css, String text) {
        return all(css).stream()
                .filter(each -> each.getText().contains(text))
                .findFirst()
                .orElse(null);
    }

    public <T> T until(String what, Supplier<T> wanted) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20))
                .withMessage(what)
                .ignoring(StaleElementReferenceException.class)
                .until(each -> wanted.get());
    }

    /** Presses keys where the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses the tabulator until an element of the selector has the focus. */
    public void tabTo(String css) {
        for (int i = 0; i < 60; i++) {
            if (Boolean.TRUE.equals(
                    run("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the tabulator never reaches " + css);
    }

    public String focused() {
        return (String) run("return document.activeElement.textContent");
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String title() {
        return driver.getTitle();
    }

    String url() {
        return driver.getCurrentUrl();
    }

    public void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Errors that the page logged since the last call. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(each -> each.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe-core finds against these rules, or rules of these tags; one line each. */
    @SuppressWarnings("unchecked")
    public List<String> violations(String... rules) {
        if (Boolean.FALSE.equals(run("return 'axe' in window"))) {
            run(axe());
        }
        return (List<String>)
                driver.executeAsyncScript(
                        """
                        const [rules, done] = arguments;
                        axe.run({runOnly: rules, resultTypes: ['violations'], preload: false}).then((found) =>
                          done(found.violations.map((each) => each.id + ': ' + each.nodes.slice(0, 3).map(
                            (node) => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '))));
                        """,
                        List.of(rules));
    }

    private static String axe() {
        try (InputStream file = Browser.class.getResourceAsStream(AXE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
