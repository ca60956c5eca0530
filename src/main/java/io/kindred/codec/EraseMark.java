package io.kindred.codec;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where a change event says that its record is to be erased.
 *
 * @param place header or column; of none, no event says so
 * @param name of the header or column
 * @param values those that mean an erasure, as they are written; if empty, {@code true}, {@code
 *     erase} and {@code erased} do, in any case
 */
public record EraseMark(Place place, String name, List<String> values) implements Serializable {

    /** No event erases. */
    public static final EraseMark NONE = new EraseMark(Place.NONE, "", List.of());

    private static final List<String> USUAL = List.of("true", "erase", "erased");

    /** Where a mark is. */
    public enum Place {
        NONE,
        /** A header of the message. */
        HEADER,
        /** A column of the row. */
        COLUMN
    }

    public EraseMark {
        values = List.copyOf(values);
    }

    /** Whether a header of the message has one of the values. */
    boolean isIn(Message message) {
        return place == Place.HEADER
                && message.headers().stream()
                        .filter(header -> header.name().equals(name))
                        .map(MessageHeader::value)
                        .anyMatch(value -> value != null && isErasure(new String(value, UTF_8)));
    }

    /** Whether a text is one of the values, white space at its ends aside. */
    boolean isErasure(String text) {
        return values.isEmpty()
                ? USUAL.contains(text.strip().toLowerCase(Locale.ROOT))
                : values.contains(text.strip());
    }
}
