package io.kindred.tools.explore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** The parts of pages on the class path. */
public final class PageResources {

    /** In the order in which they are run: each uses constants of those before it. */
    private static final List<String> SCRIPTS =
            List.of(
                    "dom",
                    "time",
                    "api",
                    "values",
                    "routes",
                    "tabs",
                    "timeline-model",
                    "timeline-track",
                    "timeline-details",
                    "timeline-input",
                    "timeline-view",
                    "entity",
                    "compare",
                    "evidence-model",
                    "evidence-graph",
                    "evidence",
                    "origin",
                    "search",
                    "conflict-parts",
                    "conflicts",
                    "match",
                    "app");

    /** With the version of {@code pom.xml}; a test fails if they differ. */
    private static final String CYTOSCAPE =
            "/META-INF/resources/webjars/cytoscape/3.33.1/dist/cytoscape.min.js";

    private static final Pattern INDENT = Pattern.compile("(?m)^[ \t]+");
    private static final Pattern COMMENT_LINE = Pattern.compile("(?m)^//.*\n");

    private final String cytoscape = text(CYTOSCAPE);

    PageResources() {}

    String style() {
        return style("explorer.css");
    }

    /** Styles without indents. */
    public static String style(String path) {
        return INDENT.matcher(text(path)).replaceAll("");
    }

    String script() {
        return script(SCRIPTS.stream().map(each -> "js/" + each + ".js").toList());
    }

    /** All scripts in one scope of their own, without indents and lines of comment. */
    public static String script(List<String> paths) {
        String joined = paths.stream().map(PageResources::text).collect(Collectors.joining("\n"));
        String dense = COMMENT_LINE.matcher(INDENT.matcher(joined).replaceAll("")).replaceAll("");
        return "(() => {\n'use strict';\n" + dense + "})();\n";
    }

    String cytoscape() {
        return cytoscape;
    }

    /** A third of its size, in base64. The page unpacks and runs it when it draws a graph. */
    String compressedCytoscape() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
            compressed.write(cytoscape.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * The text of a resource on the class path.
     *
     * @param name absolute, or relative to this package
     * @throws IllegalStateException if it is missing, which only a wrong build can cause
     */
    public static String text(String name) {
        try (InputStream stream = PageResources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks the resource " + name);
            }
            // HTML parsers read all line ends as this one; a hash would not be that of the page.
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
