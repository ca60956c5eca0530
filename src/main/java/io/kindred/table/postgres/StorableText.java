package io.kindred.table.postgres;

/**
 * Text as PostgreSQL can store it: U+0000 and unpaired surrogates, which it refuses, become U+FFFD.
 */
final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private final Runnable onReplaced;

    /**
     * @param onReplaced called for each text in which something was replaced
     */
    StorableText(Runnable onReplaced) {
        this.onReplaced = onReplaced;
    }

    String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private String replaced(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> isStorable(point) ? point : REPLACEMENT)
                .forEach(storable::appendCodePoint);
        String result = storable.toString();
        if (!result.equals(text)) {
            onReplaced.run();
        }
        return result;
    }

    private static boolean isStorable(int point) {
        return point != 0 && (point > Character.MAX_VALUE || !Character.isSurrogate((char) point));
    }
}
