package io.kindred.compare;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The measures written once more from their definitions, whatever the time they take. */
final class NaiveMeasures {

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern NUMBER = Pattern.compile("(\\+|-|)[0-9]+(|\\.[0-9]+)");

    private NaiveMeasures() {}

    /** A number as a fraction, of whole numbers or decimals. */
    record Ratio(BigDecimal numerator, BigDecimal denominator) {

        static Ratio of(long numerator, long denominator) {
            return new Ratio(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
        }

        Ratio plus(Ratio other) {
            return new Ratio(
                    numerator
                            .multiply(other.denominator)
                            .add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }

        Ratio times(Ratio other) {
            return new Ratio(
                    numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        int compareTo(BigDecimal limit) {
            return numerator.compareTo(limit.multiply(denominator));
        }
    }

    /** Empty if the values cannot be measured. */
    static Optional<Ratio> measure(Measure measure, String a, String b) {
        int[] x = first256(a);
        int[] y = first256(b);
        return switch (measure) {
            case JARO -> Optional.of(jaro(x, y));
            case JARO_WINKLER -> Optional.of(jaroWinkler(x, y));
            case LEVENSHTEIN -> Optional.of(Ratio.of(edits(x, y, false), 1));
            case DAMERAU_LEVENSHTEIN -> Optional.of(Ratio.of(edits(x, y, true), 1));
            case JACCARD -> Optional.of(jaccard(characters(x), characters(y)));
            case TOKEN_JACCARD -> Optional.of(jaccard(tokens(x), tokens(y)));
            case DAYS -> days(a, b);
            case DIFFERENCE -> difference(a, b);
        };
    }

    /** Whether the measured value is on the right side of the limit. */
    static boolean holds(Threshold threshold, Ratio value) {
        int order = value.compareTo(threshold.limit());
        return threshold.bound() == Threshold.Bound.AT_LEAST ? order >= 0 : order <= 0;
    }

    private static int[] first256(String text) {
        int[] first = new int[256];
        int count = 0;
        for (int at = 0; at < text.length() && count < 256; count++) {
            first[count] = text.codePointAt(at);
            at += first[count] > 0xffff ? 2 : 1;
        }
        return Arrays.copyOf(first, count);
    }

    private static Ratio jaro(int[] x, int[] y) {
        if (Arrays.equals(x, y)) {
            return Ratio.of(1, 1);
        }
        int window = Math.max(x.length, y.length) / 2 - 1;
        boolean[] isUsed = new boolean[y.length];
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                if (Math.abs(i - j) <= window && x[i] == y[j] && !isUsed[j]) {
                    left.add(x[i]);
                    isUsed[j] = true;
                    break;
                }
            }
        }
        int m = left.size();
        if (m == 0) {
            return Ratio.of(0, 1);
        }
        int out = 0;
        int matched = 0;
        for (int j = 0; j < y.length; j++) {
            if (isUsed[j]) {
                out += left.get(matched) == y[j] ? 0 : 1;
                matched++;
            }
        }
        return Ratio.of(m, x.length)
                .plus(Ratio.of(m, y.length))
                .plus(Ratio.of(m - out / 2, m))
                .times(Ratio.of(1, 3));
    }

    private static Ratio jaroWinkler(int[] x, int[] y) {
        Ratio jaro = jaro(x, y);
        if (jaro.compareTo(new BigDecimal("0.7")) <= 0) {
            return jaro;
        }
        int n = 0;
        while (n < 4 && n < x.length && n < y.length && x[n] == y[n]) {
            n++;
        }
        return jaro.plus(Ratio.of(1, 1).plus(jaro.times(Ratio.of(-1, 1))).times(Ratio.of(n, 10)));
    }

    /**
     * The full matrix. With transpositions each pair of code points that is the other way round is
     * tried, near or far.
     */
    private static int edits(int[] x, int[] y, boolean hasTranspositions) {
        int[][] cells = new int[x.length + 1][y.length + 1];
        for (int i = 0; i <= x.length; i++) {
            for (int j = 0; j <= y.length; j++) {
                int least = i == 0 ? j : j == 0 ? i : Integer.MAX_VALUE;
                if (i > 0 && j > 0) {
                    least = cells[i - 1][j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1);
                    least = Math.min(least, cells[i - 1][j] + 1);
                    least = Math.min(least, cells[i][j - 1] + 1);
                }
                for (int k = 1; k < i && hasTranspositions; k++) {
                    for (int l = 1; l < j; l++) {
                        if (x[k - 1] == y[j - 1] && x[i - 1] == y[l - 1]) {
                            int between = (i - k - 1) + (j - l - 1);
                            least = Math.min(least, cells[k - 1][l - 1] + 1 + between);
                        }
                    }
                }
                cells[i][j] = least;
            }
        }
        return cells[x.length][y.length];
    }

    private static Set<Integer> characters(int[] codePoints) {
        return new HashSet<>(Arrays.stream(codePoints).boxed().toList());
    }

    private static <T> Ratio jaccard(Set<T> left, Set<T> right) {
        Set<T> shared = new HashSet<>(left);
        shared.retainAll(right);
        Set<T> all = new HashSet<>(left);
        all.addAll(right);
        return all.isEmpty() ? Ratio.of(0, 1) : Ratio.of(shared.size(), all.size());
    }

    private static Set<String> tokens(int[] codePoints) {
        Set<String> tokens = new HashSet<>();
        StringBuilder token = new StringBuilder();
        for (int codePoint : codePoints) {
            if ("\t\n\u000b\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000".indexOf(codePoint)
                            >= 0
                    || (codePoint >= 0x2000 && codePoint <= 0x200a)) {
                tokens.add(token.toString());
                token.setLength(0);
            } else {
                token.appendCodePoint(codePoint);
            }
        }
        tokens.add(token.toString());
        tokens.remove("");
        return tokens;
    }

    private static Optional<Ratio> days(String a, String b) {
        if (!DATE.matcher(a).matches() || !DATE.matcher(b).matches()) {
            return Optional.empty();
        }
        try {
            long days = ChronoUnit.DAYS.between(LocalDate.parse(a), LocalDate.parse(b));
            return Optional.of(Ratio.of(Math.abs(days), 1));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Ratio> difference(String a, String b) {
        if (!NUMBER.matcher(a).matches() || !NUMBER.matcher(b).matches()) {
            return Optional.empty();
        }
        BigDecimal between = new BigDecimal(a).subtract(new BigDecimal(b)).abs();
        return Optional.of(new Ratio(between, BigDecimal.ONE));
    }
}
