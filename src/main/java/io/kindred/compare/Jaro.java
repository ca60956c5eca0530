package io.kindred.compare;

import org.jspecify.annotations.Nullable;

/**
 * The similarities of Jaro and Jaro-Winkler, as in W. E. Winkler, "String Comparator Metrics and
 * Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage" (1990), in exact
 * fractions.
 *
 * <p>Each code point of the first value is matched, from left to right, with the first equal one of
 * the second that is not taken yet and lies in the window: no further away than half the longer
 * length, rounded down, less one. With m matches, and t half the number of matches that differ when
 * both sides are read in order, rounded down, the similarity is (m/|a| + m/|b| + (m-t)/m) / 3. In
 * "martha" and "marhta" all 6 match, two of them differ, so t is 1 and the result 17/18. Winkler
 * adds n/10 of what is missing to 1 for n equal first code points, up to 4, if the similarity is
 * above 0.7: with "mar" in common it is 17/18 + 3/10 of 1/18 = 173/180.
 *
 * <p>Time is length times window: at most 256 times 127 steps. With at most 256 code points no
 * product exceeds 31 bits.
 */
final class Jaro implements Similarity {

    private static final int MAX_PREFIX = 4;
    private static final ThreadLocal<Matches> MATCHES = ThreadLocal.withInitial(Matches::new);

    private final boolean isWinkler;

    Jaro(boolean isWinkler) {
        this.isWinkler = isWinkler;
    }

    @Override
    public long of(ComparedValue a, ComparedValue b) {
        if (a.hasTextOf(b)) {
            return Fraction.ONE;
        }
        Matches matches = MATCHES.get();
        matches.find(a, b);
        return similarity(a.codePoints(), b.codePoints(), matches.count, matches.transpositions);
    }

    /** As if all had a match in the right order, but those that the other value lacks. */
    @Override
    public long upperBound(ComparedValue a, ComparedValue b) {
        int[] x = a.codePoints();
        int[] y = b.codePoints();
        int matches = Math.min(x.length - a.minMissingIn(b), y.length - b.minMissingIn(a));
        return similarity(x, y, matches, 0);
    }

    private long similarity(int[] x, int[] y, int matches, int transpositions) {
        if (matches == 0) {
            return x.length + y.length == 0 ? Fraction.ONE : Fraction.ZERO;
        }
        int product = x.length * y.length;
        int denominator = 3 * matches * product;
        int numerator =
                matches * matches * (x.length + y.length) + (matches - transpositions) * product;
        if (!isWinkler || 10L * numerator <= 7L * denominator) {
            return Fraction.of(numerator, denominator);
        }
        int missing = denominator - numerator;
        return Fraction.of(10 * numerator + prefix(x, y) * missing, 10 * denominator);
    }

    private static int prefix(int[] x, int[] y) {
        int end = Math.min(MAX_PREFIX, Math.min(x.length, y.length));
        int length = 0;
        while (length < end && x[length] == y[length]) {
            length++;
        }
        return length;
    }

    /**
     * Which code points of two values have a match; of the last two values of a thread, since
     * mostly several limits are tested on the same two.
     */
    private static final class Matches {

        private final long[] first = new long[ComparedValue.MAX_CODE_POINTS / Long.SIZE];
        private final long[] second = new long[ComparedValue.MAX_CODE_POINTS / Long.SIZE];
        private @Nullable ComparedValue a;
        private @Nullable ComparedValue b;
        private int count;
        private int transpositions;

        void find(ComparedValue a, ComparedValue b) {
            if (this.a != a || this.b != b) {
                this.a = a;
                this.b = b;
                count = match(a.codePoints(), b.codePoints());
                transpositions = outOfOrder(a.codePoints(), b.codePoints()) / 2;
            }
        }

        /** Returns the number of matches. */
        private int match(int[] x, int[] y) {
            clear(first, x.length);
            clear(second, y.length);
            int window = Math.max(Math.max(x.length, y.length) / 2 - 1, 0);
            int matches = 0;
            for (int i = 0; i < x.length; i++) {
                int c = x[i];
                int end = Math.min(i + window + 1, y.length);
                for (int j = Math.max(i - window, 0); j < end; j++) {
                    if (y[j] == c && !isSet(second, j)) {
                        set(first, i);
                        set(second, j);
                        matches++;
                        break;
                    }
                }
            }
            return matches;
        }

        /** How many matches differ when both values are read in order. */
        private int outOfOrder(int[] x, int[] y) {
            int differing = 0;
            int j = 0;
            for (int i = 0; i < x.length; i++) {
                if (isSet(first, i)) {
                    while (!isSet(second, j)) {
                        j++;
                    }
                    differing += x[i] == y[j] ? 0 : 1;
                    j++;
                }
            }
            return differing;
        }

        private static void clear(long[] bits, int length) {
            for (int word = 0; word * Long.SIZE < length; word++) {
                bits[word] = 0;
            }
        }

        private static void set(long[] bits, int at) {
            bits[at >> 6] |= 1L << at;
        }

        private static boolean isSet(long[] bits, int at) {
            return (bits[at >> 6] & (1L << at)) != 0;
        }
    }
}
