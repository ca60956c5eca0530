package io.kindred.oracle;

import io.kindred.compare.Threshold;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The measures written once more, in exact fractions, code point by code point. */
final class NaiveComparisons {

    private static final int MOST_LOOKED_AT = 256;

    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

    private NaiveComparisons() {}

    /** A rational number; the denominator is positive. */
    private record Fraction(BigInteger over, BigInteger under) {

        static final Fraction ZERO = of(0, 1);
        static final Fraction ONE = of(1, 1);

        static Fraction of(long over, long under) {
            return new Fraction(BigInteger.valueOf(over), BigInteger.valueOf(under));
        }

        Fraction plus(Fraction other) {
            return new Fraction(
                    over.multiply(other.under).add(other.over.multiply(under)),
                    under.multiply(other.under));
        }

        Fraction minus(Fraction other) {
            return plus(new Fraction(other.over.negate(), other.under));
        }

        Fraction times(Fraction other) {
            return new Fraction(over.multiply(other.over), under.multiply(other.under));
        }

        int compareTo(BigDecimal limit) {
            return new BigDecimal(over).compareTo(limit.multiply(new BigDecimal(under)));
        }
    }

    /** Whether two values are within the limit; empty if they cannot be compared. */
    static Optional<Boolean> within(Threshold threshold, String a, String b) {
        return measured(threshold, a, b)
                .map(
                        measured ->
                                switch (threshold.bound()) {
                                    case AT_LEAST -> measured.compareTo(threshold.limit()) >= 0;
                                    case AT_MOST -> measured.compareTo(threshold.limit()) <= 0;
                                });
    }

    private static Optional<Fraction> measured(Threshold threshold, String a, String b) {
        return switch (threshold.measure()) {
            case JARO -> Optional.of(jaro(codePoints(a), codePoints(b)));
            case JARO_WINKLER -> Optional.of(jaroWinkler(codePoints(a), codePoints(b)));
            case LEVENSHTEIN -> Optional.of(edits(codePoints(a), codePoints(b), false));
            case DAMERAU_LEVENSHTEIN -> Optional.of(edits(codePoints(a), codePoints(b), true));
            case JACCARD -> Optional.of(jaccard(characters(a), characters(b)));
            case TOKEN_JACCARD -> Optional.of(jaccard(tokens(a), tokens(b)));
            case DAYS -> days(a, b);
            case DIFFERENCE -> difference(a, b);
        };
    }

    private static int[] codePoints(String value) {
        return value.codePoints().limit(MOST_LOOKED_AT).toArray();
    }

    private static Set<Integer> characters(String value) {
        return Arrays.stream(codePoints(value)).boxed().collect(Collectors.toSet());
    }

    private static Set<String> tokens(String value) {
        int[] start = codePoints(value);
        return new HashSet<>(NaiveNormalizers.tokens(new String(start, 0, start.length)));
    }

    private static Fraction jaro(int[] a, int[] b) {
        if (Arrays.equals(a, b)) {
            return Fraction.ONE;
        }
        int window = Math.max(a.length, b.length) / 2 - 1;
        boolean[] used = new boolean[b.length];
        List<Integer> matchedInA = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                if (!used[j] && a[i] == b[j] && Math.abs(i - j) <= window) {
                    used[j] = true;
                    matchedInA.add(a[i]);
                    break;
                }
            }
        }
        List<Integer> matchedInB = new ArrayList<>();
        for (int j = 0; j < b.length; j++) {
            if (used[j]) {
                matchedInB.add(b[j]);
            }
        }
        int m = matchedInA.size();
        if (m == 0) {
            return Fraction.ZERO;
        }
        int outOfOrder = 0;
        for (int i = 0; i < m; i++) {
            outOfOrder += matchedInA.get(i).equals(matchedInB.get(i)) ? 0 : 1;
        }
        return Fraction.of(m, a.length)
                .plus(Fraction.of(m, b.length))
                .plus(Fraction.of(m - outOfOrder / 2, m))
                .times(Fraction.of(1, 3));
    }

    private static Fraction jaroWinkler(int[] a, int[] b) {
        Fraction jaro = jaro(a, b);
        if (jaro.compareTo(new BigDecimal("0.7")) <= 0) {
            return jaro;
        }
        int n = 0;
        while (n < 4 && n < a.length && n < b.length && a[n] == b[n]) {
            n++;
        }
        return jaro.plus(Fraction.ONE.minus(jaro).times(Fraction.of(n, 10)));
    }

    /**
     * Edits from one to the other, by the lengths of their beginnings. A transposition swaps two
     * characters after what is between them is deleted and before what comes between is inserted;
     * it is never worse to take the last such characters (Lowrance and Wagner, 1975).
     */
    private static Fraction edits(int[] a, int[] b, boolean areTransposed) {
        int[][] edits = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int least = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                least = Math.min(least, edits[i - 1][j] + 1);
                least = Math.min(least, edits[i][j - 1] + 1);
                int k = last(a, i - 1, b[j - 1]);
                int l = last(b, j - 1, a[i - 1]);
                if (areTransposed && k > 0 && l > 0) {
                    least = Math.min(least, edits[k - 1][l - 1] + (i - k - 1) + 1 + (j - l - 1));
                }
                edits[i][j] = least;
            }
        }
        return Fraction.of(edits[a.length][b.length], 1);
    }

    /** The last place of a character among the first ones, from 1 on; 0 if it is not there. */
    private static int last(int[] characters, int first, int wanted) {
        int at = first;
        while (at > 0 && characters[at - 1] != wanted) {
            at--;
        }
        return at;
    }

    private static <T> Fraction jaccard(Set<T> a, Set<T> b) {
        Set<T> shared = new HashSet<>(a);
        shared.retainAll(b);
        Set<T> all = new HashSet<>(a);
        all.addAll(b);
        return all.isEmpty() ? Fraction.ZERO : Fraction.of(shared.size(), all.size());
    }

    private static Optional<Fraction> days(String a, String b) {
        return day(a).flatMap(x -> day(b).map(y -> Fraction.of(Math.abs(x - y), 1)));
    }

    private static Optional<Long> day(String value) {
        Matcher date = DATE.matcher(value);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDate.of(
                                    Integer.parseInt(date.group(1)),
                                    Integer.parseInt(date.group(2)),
                                    Integer.parseInt(date.group(3)))
                            .toEpochDay());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Fraction> difference(String a, String b) {
        if (!NUMBER.matcher(a).matches() || !NUMBER.matcher(b).matches()) {
            return Optional.empty();
        }
        BigDecimal difference = new BigDecimal(a).subtract(new BigDecimal(b)).abs();
        return Optional.of(
                new Fraction(
                        difference.unscaledValue(),
                        BigInteger.TEN.pow(Math.max(0, difference.scale()))));
    }
}
