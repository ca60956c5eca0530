package io.kindred.tools.profile;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalizer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** What the values of an attribute look like, and so how they are normalised and compared. */
enum ValueKind {
    EMAIL("[trim, lowercase]", "compare: jaro_winkler, at_least: 0.92"),
    /** ISO dates {@code yyyy-mm-dd}. */
    DATE("[trim]", "compare: damerau_levenshtein, at_most: 1"),
    /** Dates in other formats, or in several. */
    OTHER_DATE("[digits]", "compare: damerau_levenshtein, at_most: 1"),
    PHONE("[digits]", "compare: damerau_levenshtein, at_most: 1"),
    /** Codes that few records share, such as numbers of customers. */
    IDENTIFIER("[alphanumeric, lowercase]", "compare: damerau_levenshtein, at_most: 1"),
    /** Codes that many records share, such as postcodes. */
    CODE("[alphanumeric, lowercase]", ""),
    /** Names of people, places and the like. */
    NAME(
            "[collapse_whitespace, strip_accents, lowercase]",
            "compare: jaro_winkler, at_least: 0.88"),
    /** Free text, such as addresses. */
    TEXT("[collapse_whitespace, strip_accents, lowercase]", "compare: jaro_winkler, at_least: 0.9"),
    /** One of a few values, such as a sex or a state. */
    CATEGORY("[trim, lowercase]", "");

    private static final double MOST = 0.8;
    private static final int FEW_VALUES = 20;
    private static final double FEW_VALUES_A_RECORD = 0.0005;

    /** An attribute that says who somebody is has few records with the same value. */
    private static final double RECORDS_OF_AN_IDENTIFIER = 6;

    private static final int LENGTH_OF_AN_IDENTIFIER = 5;
    private static final int LENGTH_OF_A_CODE = 10;
    private static final int TOKENS_OF_A_NAME = 3;

    private static final Pattern AT = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SLASHES =
            Pattern.compile("(\\d{4}|\\d{1,2})[-/.]\\d{1,2}[-/.](\\d{4}|\\d{1,2})");
    private static final Pattern EIGHT_DIGITS =
            Pattern.compile(
                    "(1[6-9]|20)\\d\\d(0[1-9]|1[0-2])[0-3]\\d|(0[1-9]|1[0-2])[0-3]\\d(1[6-9]|20)\\d\\d");
    private static final Pattern DIALLED = Pattern.compile("\\+?[0-9 ()./x-]{7,24}");
    private static final Pattern OF_PHONE = Pattern.compile(".*(phone|tel|mobile|cell|fax).*");
    private static final Pattern OF_PLACE = Pattern.compile(".*(post|zip|plz).*");
    private static final Pattern DIGIT = Pattern.compile("\\d");
    private static final Pattern WORD = Pattern.compile("\\S*\\d\\S*");
    private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M} .,'’&-]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final String steps;
    private final String nearly;

    ValueKind(String steps, String nearly) {
        this.steps = steps;
        this.nearly = nearly;
    }

    /**
     * Guesses what an attribute is about from its name, and from how its values look.
     *
     * @param name of the attribute
     * @param records with a value
     * @param distinct number of different values
     * @param sample some of the values
     */
    static ValueKind of(String name, long records, long distinct, List<String> sample) {
        List<String> values = sample.stream().map(String::strip).toList();
        if (are(values, AT)) {
            return EMAIL;
        }
        if (are(values, ISO)) {
            return DATE;
        }
        if (are(values, value -> matches(value, ISO, SLASHES, EIGHT_DIGITS))) {
            return OTHER_DATE;
        }
        if (OF_PHONE.matcher(name.toLowerCase(Locale.ROOT)).matches() && are(values, DIALLED)) {
            return PHONE;
        }
        if (distinct <= FEW_VALUES || distinct < records * FEW_VALUES_A_RECORD) {
            return CATEGORY;
        }
        if (are(values, WORD)
                || are(values, value -> DIGIT.matcher(value).find()) && areShort(values)) {
            boolean isIdentifier =
                    !OF_PLACE.matcher(name.toLowerCase(Locale.ROOT)).matches()
                            && records < distinct * RECORDS_OF_AN_IDENTIFIER
                            && mean(values, String::length) >= LENGTH_OF_AN_IDENTIFIER;
            return isIdentifier ? IDENTIFIER : CODE;
        }
        boolean isName =
                are(values, LETTERS) && mean(values, value -> tokens(value)) <= TOKENS_OF_A_NAME;
        return isName ? NAME : TEXT;
    }

    /** The steps that normalise an attribute, as they are written in an ontology. */
    String steps() {
        return steps;
    }

    /** The normalisers of the steps in YAML. */
    List<Normalizer> normalizers() {
        return Arrays.stream(steps.substring(1, steps.length() - 1).split(", "))
                .<Normalizer>map(step -> BasicNormalizer.valueOf(step.toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** How two values are compared for being nearly equal; empty if they must be equal. */
    String nearly() {
        return nearly;
    }

    /** Such as postcodes in two parts. */
    private static boolean areShort(List<String> values) {
        return mean(values, ValueKind::tokens) <= 2
                && mean(values, String::length) <= LENGTH_OF_A_CODE;
    }

    private static boolean are(List<String> values, Pattern pattern) {
        return are(values, value -> pattern.matcher(value).matches());
    }

    private static boolean are(List<String> values, Predicate<String> is) {
        return !values.isEmpty() && values.stream().filter(is).count() >= MOST * values.size();
    }

    private static boolean matches(String value, Pattern... patterns) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(value).matches()) {
                return true;
            }
        }
        return false;
    }

    private static double mean(List<String> values, ToIntFunction<String> of) {
        return values.stream().mapToInt(of).average().orElse(0);
    }

    private static int tokens(String value) {
        return SPACE.split(value).length;
    }
}
