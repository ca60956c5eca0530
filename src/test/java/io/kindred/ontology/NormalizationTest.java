package io.kindred.ontology;

import io.kindred.ontology.IdentityKey.KeyAttribute;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class NormalizationTest {

    @Test
    void runsItsStepsInOrder() {
        assertThat(
                        normalization(List.of(), BasicNormalizer.UPPERCASE, BasicNormalizer.DIGITS)
                                .apply("\u00df1"))
                .contains("1");
        assertThat(
                        normalization(List.of(), BasicNormalizer.DIGITS, BasicNormalizer.SOUNDEX)
                                .apply("Ann1"))
                .isEmpty();
        assertThat(
                        normalization(List.of(), BasicNormalizer.SOUNDEX, BasicNormalizer.DIGITS)
                                .apply("Ann1"))
                .contains("500");
    }

    @Test
    void leavesOutWhatIsEmptyAfterIt() {
        assertThat(normalization(List.of(), BasicNormalizer.TRIM).apply(" \u00a0 ")).isEmpty();
        assertThat(Normalization.NONE.apply("")).isEmpty();
        assertThat(Normalization.NONE.apply(" ")).contains(" ");
    }

    @Test
    void leavesOutNullsHoweverTheyAreWritten() {
        Normalization lower =
                normalization(
                        List.of(" N/A", "Unknown"),
                        BasicNormalizer.TRIM,
                        BasicNormalizer.LOWERCASE);
        assertThat(lower.apply("n/a ")).isEmpty();
        assertThat(lower.apply("UNKNOWN")).isEmpty();
        assertThat(lower.apply("Known")).contains("known");
        Normalization asIs = normalization(List.of("N/A"));
        assertThat(asIs.apply("n/a")).contains("n/a");
    }

    @Test
    void leavesOutCommonNullsOnlyIfAskedTo() {
        Normalization asIs = normalization(List.of("x"));
        Normalization common = asIs.withCommonNulls();
        for (String none : List.of("N/A", " null\u00a0", "None", "-", "UNKNOWN", "\\N", "?")) {
            assertThat(asIs.apply(none)).contains(none);
            assertThat(common.apply(none)).isEmpty();
        }
        assertThat(common.apply("x")).isEmpty();
        assertThat(common.apply("X")).contains("X");
        assertThat(common.apply("Na")).contains("Na");
        assertThat(common).isNotEqualTo(asIs);
        // The raw value counts: what steps leave of another may look like one.
        assertThat(normalization(List.of(), new Prefix(4)).withCommonNulls().apply("Nullarbor"))
                .contains("Null");
    }

    @Test
    void aKeySeesTheNormalisedValueThroughItsOwnSteps() {
        KeyAttribute surname = new KeyAttribute("surname", List.of(BasicNormalizer.SOUNDEX));
        assertThat(surname.apply("tymczak")).containsExactly("T522");
        assertThat(surname.apply("42")).isEmpty();
        assertThat(new KeyAttribute("surname", List.of()).apply("42")).containsExactly("42");
    }

    @Test
    void stepsAfterOneOfSeveralValuesApplyToEach() {
        List<Normalizer> steps =
                List.of(BasicNormalizer.TOKENS, new Prefix(2), BasicNormalizer.ALPHANUMERIC);
        assertThat(Normalization.all(steps, "anna lee ann -- x")).containsExactly("an", "le", "x");
        assertThat(Normalization.all(steps, " ")).isEmpty();
        assertThat(Normalization.all(List.of(BasicNormalizer.TRIM), " ")).isEmpty();
    }

    private static Normalization normalization(List<String> nulls, Normalizer... steps) {
        return Normalization.of(List.of(steps), nulls);
    }
}
