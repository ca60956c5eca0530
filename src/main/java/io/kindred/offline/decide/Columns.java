package io.kindred.offline.decide;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks text into lines for a terminal. Widths are in terminal cells: most characters take one,
 * East Asian ones two, combining marks none. Characters that would control the terminal, such as an
 * escape or a change of writing direction, are shown as their code.
 */
final class Columns {

    /** The most characters of a value that are shown. */
    private static final int LONGEST = 300;

    private Columns() {}

    /** A value as it is, or the beginning of a long one and how much more there is. */
    static String cut(String value) {
        int characters = value.codePointCount(0, value.length());
        return characters <= LONGEST
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LONGEST))
                        + "… and "
                        + (characters - LONGEST)
                        + " more characters";
    }

    /** The text without characters that control the terminal. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        point -> {
                            if (isControl(point)) {
                                clean.append(String.format("\\u%04x", point));
                            } else {
                                clean.appendCodePoint(point);
                            }
                        });
        return clean.toString();
    }

    private static boolean isControl(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    /** How many cells the text takes. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean isWide =
                Character.isIdeographic(point)
                        || point >= 0x1100 && point <= 0x115F
                        || point >= 0x2E80 && point <= 0xA4CF
                        || point >= 0xAC00 && point <= 0xD7A3
                        || point >= 0xF900 && point <= 0xFAFF
                        || point >= 0xFE30 && point <= 0xFE6F
                        || point >= 0xFF00 && point <= 0xFF60
                        || point >= 0xFFE0 && point <= 0xFFE6
                        || point >= 0x1F300 && point <= 0x1FAFF;
        return isWide ? 2 : 1;
    }

    /** The text, cleaned, in lines of at most a width: broken at spaces, else anywhere. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : clean(text).split("(?<= )")) {
            String bare = word.stripTrailing();
            if (used > 0 && used + width(bare) > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                used = 0;
            }
            for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
                int point = word.codePointAt(i);
                if (used + width(point) > width && !(point == ' ' && i == word.length() - 1)) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                line.appendCodePoint(point);
                used += width(point);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** The text with spaces after it up to a width. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }
}
