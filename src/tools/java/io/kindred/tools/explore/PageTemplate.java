package io.kindred.tools.explore;

import java.util.Map;

/** Puts the parts of a page into its template. */
public final class PageTemplate {

    private PageTemplate() {}

    /**
     * The template with its placeholders, such as <code>{{style}}</code>, filled. Each is there
     * once, and what takes its place is not searched again.
     */
    public static String filled(String template, Map<String, String> parts) {
        StringBuilder page = new StringBuilder();
        int from = 0;
        for (int at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", from)) {
            int end = template.indexOf("}}", at);
            page.append(template, from, at).append(parts.get(template.substring(at + 2, end)));
            from = end + 2;
        }
        return page.append(template, from, template.length()).toString();
    }

    /** The same JSON as the content of a script element, which no value can end. */
    public static String jsonInScript(String json) {
        // In JSON a "<" is only ever part of a string, where this is the same character.
        return json.replace("<", "\\u003c");
    }
}
