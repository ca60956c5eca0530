package io.kindred.tools.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.kindred.tools.explore.ContentPolicy;
import io.kindred.tools.explore.PageResources;
import io.kindred.tools.explore.PageTemplate;

import java.util.List;
import java.util.Map;

/**
 * Writes the report as JSON, and as one HTML page that needs no network. Values of records become
 * text in the page, whatever they are.
 */
public final class QualityPage {

    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private static final String FOLDER = "/io/kindred/tools/quality/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot";

    /** In the order in which they are run; the first makes elements, as for the explorer. */
    private static final List<String> SCRIPTS =
            List.of(
                    "js/dom.js",
                    FOLDER + "js/parts.js",
                    FOLDER + "js/chart.js",
                    FOLDER + "js/data.js",
                    FOLDER + "js/result.js",
                    FOLDER + "js/report.js");

    private final String template = PageResources.text(FOLDER + "report.html");
    private final String library = PageResources.text(UPLOT + ".iife.min.js");
    private final String script = PageResources.script(SCRIPTS);
    private final String style =
            PageResources.style("explorer.css")
                    + PageResources.text(UPLOT + ".min.css")
                    + PageResources.style(FOLDER + "report.css");
    private final ContentPolicy policy = new ContentPolicy(style, script, library);

    private QualityPage() {}

    /**
     * Reads the parts of the page from the class path.
     *
     * @throws IllegalStateException if one is missing, which only a wrong build can cause
     */
    public static QualityPage load() {
        return new QualityPage();
    }

    /** One JSON object on several lines. */
    public String json(QualityReport report) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + '\n';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }

    /** The report as one HTML page with everything in it. */
    public String html(QualityReport report) {
        try {
            return PageTemplate.filled(
                    template,
                    Map.of(
                            "policy", policy.asElement(),
                            "style", style,
                            "report", PageTemplate.jsonInScript(JSON.writeValueAsString(report)),
                            "library", library,
                            "script", script));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
