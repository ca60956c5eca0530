package io.kindred.tools.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The explorer as one HTML page, with its style, scripts and library inside.
 *
 * <p>Served, it asks the HTTP API at its own origin. With answers, it is a file of its own that
 * needs no network. About 300 kB without answers. Immutable, so it is loaded once.
 */
public final class ExplorerPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String template;
    private final String style;
    private final String script;
    private final String library;
    private final ContentPolicy policy;

    private ExplorerPage(PageResources resources) {
        this.template = PageResources.text("explorer.html");
        this.style = resources.style();
        this.script = resources.script();
        this.library = resources.compressedCytoscape();
        this.policy = new ContentPolicy(style, script, resources.cytoscape());
    }

    /**
     * Reads the parts of the page from the class path.
     *
     * @throws IllegalStateException if one is missing, which only a wrong build can cause
     */
    public static ExplorerPage load() {
        return new ExplorerPage(new PageResources());
    }

    /** The page to serve, in UTF-8. It has no answers, and asks the API of its origin. */
    public byte[] served() {
        return page("", "").getBytes(StandardCharsets.UTF_8);
    }

    /** The value of the header {@code Content-Security-Policy} of {@link #served()}. */
    public String contentSecurityPolicy() {
        return policy.ofServed();
    }

    /**
     * The page as a file of its own.
     *
     * @param answers by request, such as {@code GET /info} or {@code GET /entities/person-…}, with
     *     the path as the page asks it; {@code GET /info} must be among them. If there is one
     *     entity, the page opens it. Values may be anything: none can end the script element.
     */
    public String with(Map<String, JsonNode> answers) {
        try {
            String text = JSON.writeValueAsString(answers);
            return page(PageTemplate.jsonInScript(text), policy.asElement());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("answers that are no JSON: " + e.getMessage(), e);
        }
    }

    private String page(String answers, String policyElement) {
        return PageTemplate.filled(
                template,
                Map.of(
                        "policy", policyElement,
                        "style", style,
                        "cytoscape", library,
                        "answers", answers,
                        "script", script));
    }
}
