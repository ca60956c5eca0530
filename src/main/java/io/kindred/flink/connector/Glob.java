package io.kindred.flink.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Glob patterns: {@code *} and {@code ?} within a name, {@code [a-z]} or {@code [!a-z]} for one
 * character, {@code {a,b}} for alternatives, and {@code **} as a whole name for any number of
 * folders. The JDK's path matcher is not used, because it supports local paths only.
 */
final class Glob {

    /** Matches any number of folders. */
    static final String ANY_FOLDERS = "**";

    private Glob() {}

    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** Expands braces: {@code a{b,c}} becomes {@code ab} and {@code ac}. */
    static List<String> alternatives(String pattern) {
        int open = pattern.indexOf('{');
        int close = open < 0 ? -1 : matching(pattern, open);
        if (close < 0) {
            return List.of(pattern);
        }
        List<String> all = new ArrayList<>();
        for (String choice : choices(pattern.substring(open + 1, close))) {
            all.addAll(
                    alternatives(
                            pattern.substring(0, open) + choice + pattern.substring(close + 1)));
        }
        return all;
    }

    /** The regular expression for a name. */
    static Pattern name(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                regex.append(characters(pattern.substring(i + 1, close)));
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String characters(String set) {
        boolean negated = set.startsWith("!");
        String members = (negated ? set.substring(1) : set).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        return (negated ? "[^" : "[") + members + "]";
    }

    /** The index of the closing brace, or -1. */
    private static int matching(String pattern, int open) {
        int depth = 0;
        for (int i = open; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '{') {
                depth++;
            } else if (pattern.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> choices(String inside) {
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                choices.add(inside.substring(from, i));
                from = i + 1;
            }
        }
        choices.add(inside.substring(from));
        return choices;
    }
}
