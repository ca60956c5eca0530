package io.kindred.tools.diff;

/**
 * An entity of one of the results.
 *
 * @param isAfter whether of the later one
 */
record EntityAt(boolean isAfter, String id) {

    static EntityAt of(String text) {
        return new EntityAt(text.charAt(0) == '+', text.substring(1));
    }

    /** As text, from which it can be read. */
    String text() {
        return (isAfter ? '+' : '-') + id;
    }
}
