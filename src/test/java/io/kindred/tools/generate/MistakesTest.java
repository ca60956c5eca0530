package io.kindred.tools.generate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MistakesTest {

    @Test
    void leavesValuesAloneWithoutErrors() {
        Mistakes mistakes = new Mistakes(0);

        assertThat(mistakes.value(Draws.of(1), "Ada")).contains("Ada");
        assertThat(mistakes.identifier(Draws.of(1), "900-00-0000")).contains("900-00-0000");
    }

    @Test
    void makesATypoThatIsNeverEmptyAndNeverTheValue() {
        for (long seed = 0; seed < 2000; seed++) {
            for (String value : new String[] {"a", "aa", "Ada", "1815-12-10"}) {
                assertThat(Mistakes.typo(Draws.of(seed), value))
                        .as("seed %d", seed)
                        .isNotEmpty()
                        .isNotEqualTo(value);
            }
        }
    }

    @Test
    void neverMistypesAnIdentifier() {
        Mistakes mistakes = new Mistakes(1);

        for (long seed = 0; seed < 500; seed++) {
            assertThat(mistakes.identifier(Draws.of(seed), "900-00-0000"))
                    .satisfiesAnyOf(
                            left -> assertThat(left).isEmpty(),
                            marked -> assertThat(Mistakes.MISSING).contains(marked.orElse("")));
        }
    }
}
