package io.kindred.tools.splink;

import java.util.Map;

/** Formats of dates, as DuckDB's {@code strptime} has them. */
final class StrptimeFormat {

    private static final Map<Character, String> FIELDS =
            Map.of('Y', "yyyy", 'm', "MM", 'd', "dd", 'b', "MMM", 'B', "MMMM", '%', "%");

    /** The normaliser that reads ISO dates. */
    static final String ISO_STEP = step("%Y-%m-%d");

    private StrptimeFormat() {}

    /**
     * The normaliser that turns dates of a format into ISO dates.
     *
     * @throws UnmappableSqlException if the format has other fields than year, month and day
     */
    static String step(String format) {
        StringBuilder pattern = new StringBuilder();
        boolean isField = false;
        for (char c : format.toCharArray()) {
            if (isField) {
                pattern.append(field(c, format));
                isField = false;
            } else if (c == '%') {
                isField = true;
            } else {
                pattern.append(Character.isLetter(c) ? "'" + c + "'" : c);
            }
        }
        return "{date: [" + YamlText.scalar(pattern.toString()) + "]}";
    }

    private static String field(char c, String format) {
        String field = FIELDS.get(c);
        if (field == null) {
            throw new UnmappableSqlException(
                    "the date format '"
                            + format
                            + "' cannot be mapped; expected %Y, %m, %d, %b, %B and separators");
        }
        return field;
    }
}
