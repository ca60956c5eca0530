package io.kindred.tools.diff;

import io.kindred.tools.explore.ContentPolicy;
import io.kindred.tools.explore.PageResources;
import io.kindred.tools.explore.PageTemplate;

import java.util.List;
import java.util.Map;

/**
 * Writes differences as one HTML page that needs no network. Values become text in the page,
 * whatever they are.
 */
public final class DiffPage {

    private static final String FOLDER = "/io/kindred/tools/diff/";

    /** In the order in which they are run. The first ones are those of the explorer. */
    private static final List<String> SCRIPTS =
            List.of(
                    "js/dom.js",
                    "js/time.js",
                    "js/values.js",
                    FOLDER + "js/parts.js",
                    FOLDER + "js/changes.js",
                    FOLDER + "js/diff.js");

    private DiffPage() {}

    /** The page, in the encoding UTF-8 once it is written. */
    public static String of(ResultDiff diff) {
        String script = PageResources.script(SCRIPTS);
        String style =
                PageResources.style("explorer.css") + PageResources.style(FOLDER + "diff.css");
        return PageTemplate.filled(
                PageResources.text(FOLDER + "diff.html"),
                Map.of(
                        "policy",
                        new ContentPolicy(style, script).asElement(),
                        "style",
                        style,
                        "diff",
                        PageTemplate.jsonInScript(DiffJson.dense(diff)),
                        "script",
                        script));
    }
}
