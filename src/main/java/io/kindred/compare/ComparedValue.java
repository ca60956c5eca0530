package io.kindred.compare;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value, with what measures look at: computed once, when it is first needed. Similarities and
 * edit distances look at the first {@link #MAX_CODE_POINTS} code points, dates and numbers at the
 * whole value. Not thread-safe.
 */
public final class ComparedValue {

    static final int MAX_CODE_POINTS = 256;

    /** Strings keep their hash codes, so that few characters are looked at. */
    static final Comparator<String> TOKEN_ORDER =
            (a, b) -> {
                int order = Integer.compare(a.hashCode(), b.hashCode());
                return order == 0 ? a.compareTo(b) : order;
            };

    private final String text;
    private int @Nullable [] codePoints;
    private long alphabet;
    private Integer @Nullable [] characters;
    private String @Nullable [] tokens;
    private @Nullable OptionalLong day;
    private @Nullable Optional<BigDecimal> number;

    public ComparedValue(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** The first code points. Callers must not change the array. */
    int[] codePoints() {
        if (codePoints == null) {
            codePoints = firstCodePoints(text);
            for (int codePoint : codePoints) {
                alphabet |= 1L << codePoint;
            }
        }
        return codePoints;
    }

    /**
     * How many different code points this value has, at least, that the other lacks. Takes a few
     * instructions: 64 classes of code points stand for the code points.
     */
    int minMissingIn(ComparedValue other) {
        codePoints();
        other.codePoints();
        return Long.bitCount(alphabet & ~other.alphabet);
    }

    /** The code points, sorted, each once. Callers must not change the array. */
    Integer[] characters() {
        if (characters == null) {
            characters =
                    Arrays.stream(codePoints()).sorted().distinct().boxed().toArray(Integer[]::new);
        }
        return characters;
    }

    boolean hasTextOf(ComparedValue other) {
        return text.equals(other.text);
    }

    /**
     * The parts between white space, each once, in {@link #TOKEN_ORDER}. Callers must not change
     * the array.
     */
    String[] tokens() {
        if (tokens == null) {
            int[] first = codePoints();
            String start = new String(first, 0, first.length);
            Set<String> sorted = new TreeSet<>(TOKEN_ORDER);
            sorted.addAll(WhiteSpace.split(start));
            tokens = sorted.toArray(String[]::new);
        }
        return tokens;
    }

    /** Days since 1970-01-01, if the value is a valid date. */
    OptionalLong day() {
        if (day == null) {
            day = IsoDate.day(text);
        }
        return day;
    }

    /** Empty unless the value is a decimal number. */
    Optional<BigDecimal> number() {
        if (number == null) {
            number = DecimalText.number(text);
        }
        return number;
    }

    private static int[] firstCodePoints(String text) {
        int end = Math.min(text.length(), 2 * MAX_CODE_POINTS);
        int[] first = new int[Math.min(text.codePointCount(0, end), MAX_CODE_POINTS)];
        int at = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = text.codePointAt(at);
            at += Character.charCount(first[i]);
        }
        return first;
    }
}
