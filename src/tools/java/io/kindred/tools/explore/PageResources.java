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

/** The parts of the page on the class path. */
final class PageResources {

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

    private final String cytoscape = resource(CYTOSCAPE);

    String text(String name) {
        return resource(name);
    }

    String style() {
        return INDENT.matcher(resource("explorer.css")).replaceAll("");
    }

    /** All scripts in one scope of their own, without indents and lines of comment. */
    String script() {
        String joined =
                SCRIPTS.stream()
                        .map(each -> resource("js/" + each + ".js"))
                        .collect(Collectors.joining("\n"));
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

    private static String resource(String name) {
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
