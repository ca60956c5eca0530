package io.kindred.tools.splink;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes texts so that YAML reads them as texts: quoted if they must be. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

    /** Words that some readers of YAML take for something else than text. */
    private static final Set<String> RESERVED =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    /** A text, in quotes only if it needs them. */
    static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : quoted(text);
    }

    /** A text in double quotes. What JSON escapes, YAML reads in the same way. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder();
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        StringBuilder quoted = new StringBuilder("\"");
        json.chars()
                .forEach(
                        c -> {
                            if (isAllowed(c)) {
                                quoted.append((char) c);
                            } else {
                                quoted.append(String.format("\\u%04x", c));
                            }
                        });
        return quoted.append('"').toString();
    }

    /** Whether YAML allows a character as it is. */
    private static boolean isAllowed(int c) {
        boolean isControl = c >= 0x7f && c <= 0x9f;
        boolean isLineEnd = c == 0x2028 || c == 0x2029;
        return !isControl && !isLineEnd && c != 0xfeff && c < 0xfffe;
    }

    /** Lines of a comment. */
    static String comment(String indent, String text) {
        StringBuilder comment = new StringBuilder();
        text.lines().forEach(line -> comment.append(indent).append("# ").append(line).append('\n'));
        return comment.toString();
    }
}
