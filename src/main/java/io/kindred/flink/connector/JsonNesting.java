package io.kindred.flink.connector;

import java.util.BitSet;

/**
 * Tracks the nesting of a JSON object or array byte by byte, to find its end. It checks no more
 * than that takes: numbers, names and the like may be wrong.
 *
 * <p>A line break ends a string. JSON does not allow it there, so that the string was never closed.
 */
final class JsonNesting {

    /** More than decoders take; what is below may be an object or an array. */
    private static final int MAX_DEPTH = 2048;

    private enum Last {
        OPENING,
        COMMA,
        COLON,
        VALUE
    }

    /** The depths at which an object is open, rather than an array. */
    private final BitSet objects = new BitSet();

    private int depth;
    private boolean isString;
    private boolean isEscaped;
    private Last last = Last.OPENING;

    void reset() {
        depth = 0;
        isString = false;
        isEscaped = false;
        last = Last.OPENING;
    }

    /** Takes the next byte; true if the object or array ends with it. */
    boolean accept(byte b) {
        if (isString) {
            acceptInString(b);
            return false;
        }
        switch (b) {
            case '"' -> isString = true;
            case '{', '[' -> {
                depth++;
                if (depth < MAX_DEPTH) {
                    objects.set(depth, b == '{');
                }
                last = Last.OPENING;
            }
            case '}', ']' -> {
                depth--;
                last = Last.VALUE;
            }
            case ',' -> last = Last.COMMA;
            case ':' -> last = Last.COLON;
            default -> {
                if (!InputBytes.isBlank(b)) {
                    last = Last.VALUE;
                }
            }
        }
        return depth == 0;
    }

    /** The number of objects and arrays that are open. */
    int depth() {
        return depth;
    }

    /** Whether the next byte outside a string must belong to a name, comma or closing brace. */
    boolean takesName() {
        return !isString && isObject() && last != Last.COLON;
    }

    /** Whether a value may start in the next line. */
    boolean takesValue() {
        return !isString && (isObject() ? last == Last.COLON : last != Last.VALUE);
    }

    private boolean isObject() {
        return depth < MAX_DEPTH && objects.get(depth);
    }

    private void acceptInString(byte b) {
        boolean ends = b == '\n' || (b == '"' && !isEscaped);
        isEscaped = b == '\\' && !isEscaped;
        if (ends) {
            isString = false;
            isEscaped = false;
            last = Last.VALUE;
        }
    }
}
