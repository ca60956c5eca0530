package io.kindred.compare;

import io.kindred.compare.NaiveMeasures.Ratio;
import io.kindred.compare.Threshold.Bound;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdPropertyTest {

    private static final int PAIRS_A_SEED = 500;

    /** Dates and numbers have few cases, and take long. */
    private static final int SIMPLE_PAIRS_A_SEED = 100;

    /** What turns up in random texts: ASCII, letters of two chars, classes that share a bit. */
    private static final String[] ALPHABETS = {
        "ab", "abcdefgh", "aA!\u0161", "a \u2003b", "x\ud83d\ude00\ud83d\ude01y"
    };

    /** With the default number of cases, 100,000 pairs for each measure of texts. */
    @ParameterizedTest
    @EnumSource
    void saysWhatTheDefinitionSays(Measure measure) {
        boolean isSimple = measure == Measure.DAYS || measure == Measure.DIFFERENCE;
        for (long seed : Seeds.take(Seeds.CASES)) {
            Random random = new Random(seed);
            for (int i = 0; i < (isSimple ? SIMPLE_PAIRS_A_SEED : PAIRS_A_SEED); i++) {
                String a = text(measure, random);
                check(measure, a, random.nextInt(4) == 0 ? a : other(measure, a, random), random);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JARO", "JARO_WINKLER", "LEVENSHTEIN", "JACCARD", "TOKEN_JACCARD"})
    void saysTheSameOfLongTexts(Measure measure) {
        for (long seed : Seeds.take(Seeds.CASES / 20)) {
            Random random = new Random(seed);
            String a = text("abcd \ud83d\ude00", 200 + random.nextInt(100), random);
            check(measure, a, mutated(a, "abcd", random.nextInt(60), random), random);
            check(measure, a, text("abce ", 200 + random.nextInt(100), random), random);
        }
    }

    private static void check(Measure measure, String a, String b, Random random) {
        Optional<Ratio> expected = NaiveMeasures.measure(measure, a, b);
        BigDecimal limit = limit(measure, expected, random);
        Threshold threshold =
                new Threshold(
                        measure, random.nextBoolean() ? Bound.AT_LEAST : Bound.AT_MOST, limit);
        ComparedValue x = new ComparedValue(a);
        ComparedValue y = new ComparedValue(b);
        boolean holds =
                expected.isPresent() && NaiveMeasures.holds(threshold, expected.orElseThrow());
        if (threshold.holds(x, y) != holds
                || threshold.holds(y, x) != holds
                || threshold.holds(y, x) != holds
                || threshold.isMeasurable(x, y) != expected.isPresent()) {
            throw new AssertionError(
                    "'%s' and '%s', %s: expected %s %s, was %s and %s"
                            .formatted(
                                    a,
                                    b,
                                    threshold,
                                    expected,
                                    holds,
                                    threshold.holds(x, y),
                                    threshold.holds(y, x)));
        }
    }

    /** At the value itself, next to it or anywhere. */
    private static BigDecimal limit(Measure measure, Optional<Ratio> value, Random random) {
        if (value.isEmpty() || random.nextInt(8) == 0) {
            return BigDecimal.valueOf(random.nextInt(101), 2);
        }
        int digits = random.nextInt(8) == 0 ? 30 : random.nextInt(12);
        BigDecimal near =
                value.get()
                        .numerator()
                        .divide(
                                value.get().denominator(),
                                digits,
                                random.nextBoolean() ? RoundingMode.FLOOR : RoundingMode.CEILING);
        return measure.isSimilarity()
                ? near
                : near.add(BigDecimal.valueOf(random.nextInt(5) - 2L, random.nextInt(2)));
    }

    private static String text(Measure measure, Random random) {
        return switch (measure) {
            case DAYS -> date(random);
            case DIFFERENCE -> number(random);
            default -> text(ALPHABETS[random.nextInt(ALPHABETS.length)], random.nextInt(9), random);
        };
    }

    private static String other(Measure measure, String text, Random random) {
        return measure == Measure.DAYS || measure == Measure.DIFFERENCE || random.nextInt(4) == 0
                ? text(measure, random)
                : mutated(text, "ab \ud83d\ude00", 1 + random.nextInt(3), random);
    }

    private static String date(Random random) {
        int year = random.nextInt(5) == 0 ? 100 * random.nextInt(100) : 1999 + random.nextInt(6);
        int monthAndDay = 10_000 + 100 * (1 + random.nextInt(3)) + 1 + random.nextInt(31);
        StringBuilder digits = new StringBuilder().append(10_000 + year).append(monthAndDay);
        String date = digits.replace(5, 6, "-").insert(8, '-').substring(1);
        return random.nextInt(20) == 0 ? mutated(date, "0-1", 1, random) : date;
    }

    private static String number(Random random) {
        int digits = random.nextInt(400) == 0 ? 2_000 : 1 + random.nextInt(3);
        String number = List.of("", "+", "-").get(random.nextInt(3)) + text("0129", digits, random);
        return random.nextBoolean()
                ? number
                : number + "." + text("019", random.nextInt(3), random);
    }

    private static String text(String alphabet, int length, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int at = random.nextInt(alphabet.length());
            boolean isSecond = Character.isLowSurrogate(alphabet.charAt(at));
            text.appendCodePoint(alphabet.codePointAt(isSecond ? at - 1 : at));
        }
        return text.toString();
    }

    /** The text after some insertions, deletions, replacements and transpositions. */
    private static String mutated(String text, String alphabet, int edits, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(mutated.length() + 1);
            int end = Math.min(at + random.nextInt(2), mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.replace(at, end, text(alphabet, 1, random));
                case 1 -> mutated.delete(at, end);
                default -> mutated.insert(at, text(alphabet, random.nextInt(2), random));
            }
            if (random.nextInt(3) == 0 && at + 2 <= mutated.length()) {
                mutated.insert(at, mutated.charAt(at + 1)).deleteCharAt(at + 2);
            }
        }
        return mutated.toString();
    }

    /** The definition itself: the least number of steps from word to word. */
    @Test
    void countsTheLeastNumberOfEdits() {
        List<String> words = List.of("", "a", "ab", "ba", "abc", "bca", "ca", "cab", "acb", "bb");
        for (String from : words) {
            Map<String, Integer> edits = steps(from, false);
            Map<String, Integer> withTranspositions = steps(from, true);
            for (String to : words) {
                assertEdits(Measure.LEVENSHTEIN, from, to, edits.get(to));
                assertEdits(Measure.DAMERAU_LEVENSHTEIN, from, to, withTranspositions.get(to));
            }
        }
    }

    private static void assertEdits(Measure measure, String from, String to, int edits) {
        ComparedValue a = new ComparedValue(from);
        ComparedValue b = new ComparedValue(to);
        BigDecimal limit = BigDecimal.valueOf(edits);
        assertThat(new Threshold(measure, Bound.AT_MOST, limit).holds(a, b))
                .as("%s from '%s' to '%s' at most %s", measure, from, to, edits)
                .isTrue();
        assertThat(new Threshold(measure, Bound.AT_LEAST, limit).holds(a, b))
                .as("%s from '%s' to '%s' at least %s", measure, from, to, edits)
                .isTrue();
    }

    /** How many edits it takes from a word to each word of up to four letters a, b and c. */
    private static Map<String, Integer> steps(String from, boolean hasTranspositions) {
        Map<String, Integer> steps = new HashMap<>(Map.of(from, 0));
        Deque<String> queue = new ArrayDeque<>(List.of(from));
        while (!queue.isEmpty()) {
            String word = queue.remove();
            for (int i = 0; i <= word.length(); i++) {
                for (int end = i; end <= Math.min(i + 1, word.length()); end++) {
                    for (String letter : List.of("", "a", "b", "c")) {
                        step(
                                word,
                                word.substring(0, i) + letter + word.substring(end),
                                steps,
                                queue);
                    }
                }
                if (hasTranspositions && i + 2 <= word.length()) {
                    StringBuilder swapped = new StringBuilder(word);
                    swapped.insert(i, word.charAt(i + 1)).deleteCharAt(i + 2);
                    step(word, swapped.toString(), steps, queue);
                }
            }
        }
        return steps;
    }

    private static void step(
            String from, String to, Map<String, Integer> steps, Deque<String> queue) {
        if (to.length() <= 4 && steps.putIfAbsent(to, steps.get(from) + 1) == null) {
            queue.add(to);
        }
    }
}
