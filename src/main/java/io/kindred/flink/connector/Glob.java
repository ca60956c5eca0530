package io.kindred.flink.connector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Glob patterns: {@code *} and {@code ?} within a name, {@code [a-z]} or {@code [!a-z]} for one
 * character, {@code {a,b}} for alternatives, and {@code **} as a whole name for any number of
 * folders. The JDK's path matcher is not used, because it supports local paths only.
 */
public final class Glob {

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
            int close = c == '[' ? endOfSet(pattern, i) : -1;
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

    /**
     * Whether a path leads to a file, if the file is there.
     *
     * @param path absolute, or a URI
     * @param file an absolute path
     */
    public static boolean covers(String path, String file) {
        String absolute = path.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]+:(//[^/]*)?/*", "/");
        String given = Path.of(absolute).normalize().toString();
        List<String> names = names(file);
        return below(names(given), names)
                || alternatives(given).stream().anyMatch(pattern -> matches(names(pattern), names));
    }

    /** Whether a file is at a path, or visible below it. */
    private static boolean below(List<String> path, List<String> file) {
        return file.size() >= path.size()
                && file.subList(0, path.size()).equals(path)
                && areVisible(file.subList(path.size(), file.size()));
    }

    private static boolean matches(List<String> patterns, List<String> names) {
        if (patterns.isEmpty()) {
            return areVisible(names);
        }
        if (names.isEmpty()) {
            return false;
        }
        String name = names.get(0);
        List<String> below = names.subList(1, names.size());
        List<String> rest = patterns.subList(1, patterns.size());
        if (patterns.get(0).equals(ANY_FOLDERS)) {
            return rest.isEmpty()
                    ? areVisible(names)
                    : matches(rest, names) || (!isHidden(name) && matches(patterns, below));
        }
        return matches(name, patterns.get(0)) && matches(rest, below);
    }

    private static boolean areVisible(List<String> names) {
        return names.stream().noneMatch(Glob::isHidden);
    }

    /** The names in a path. */
    static List<String> names(String path) {
        return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    /**
     * Whether a name is a pattern or matches it; a hidden one only if the pattern spells that out.
     */
    static boolean matches(String name, String pattern) {
        if (name.equals(pattern)) {
            return true;
        }
        boolean spelledOut = isHidden(pattern) && name.charAt(0) == pattern.charAt(0);
        return (!isHidden(name) || spelledOut) && name(pattern).matcher(name).matches();
    }

    /** Whether folders and globs leave out a name. */
    static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** The index of the bracket that closes a set of characters, or -1 if there is no set. */
    private static int endOfSet(String pattern, int open) {
        int close = pattern.indexOf(']', open + 2);
        if (close < 0) {
            return -1;
        }
        try {
            Pattern.compile(characters(pattern.substring(open + 1, close)));
            return close;
        } catch (PatternSyntaxException e) {
            // A range that ends before it begins: a name may have that.
            return -1;
        }
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
