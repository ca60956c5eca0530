package io.kindred.flink.operator;

import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTest {

    private final Tally tally = new Tally(2);

    @Test
    void keepsTheFirstExample() {
        tally.add("a", "1");
        tally.add("a", "2");

        assertThat(tally.getLocalValue().values()).containsExactly(new Tally.Counted("a", 2, "1"));
    }

    @Test
    void countsWhatIsBeyondItsLimitTogether() {
        for (String name : List.of("a", "b", "c", "d", "a")) {
            tally.add(name, name);
        }

        assertThat(tally.getLocalValue().values())
                .containsExactly(
                        new Tally.Counted("a", 2, "a"),
                        new Tally.Counted("b", 1, "b"),
                        new Tally.Counted(Tally.OTHER, 2, "c"));
        assertThat(tally.sum()).isEqualTo(5);
    }

    @Test
    void keepsItsNamesWhenItIsFilledAgain() {
        for (String name : List.of("p", "q", "r")) {
            tally.add(name, name);
        }

        assertThat(tally.clone().getLocalValue()).isEqualTo(tally.getLocalValue());
    }

    @Test
    void staysWithinItsLimitWhenSubtasksAreMerged() {
        Tally other = new Tally(2);
        other.add("c", "3");
        other.add("a", "4");
        tally.add("a", "1");
        tally.add("b", "2");

        Tally merged = tally.clone();
        merged.merge(other);

        assertThat(merged.getLocalValue().values())
                .containsExactly(
                        new Tally.Counted("a", 2, "1"),
                        new Tally.Counted("b", 1, "2"),
                        new Tally.Counted(Tally.OTHER, 1, "3"));
        assertThat(tally.sum()).isEqualTo(2);
    }

    @Test
    void cutsLongNamesAndExamplesBetweenCharacters() {
        tally.add("😀".repeat(1000), "x".repeat(1000));

        Tally.Counted only = tally.getLocalValue().values().iterator().next();
        assertThat(only.name()).isEqualTo("😀".repeat(Tally.LENGTH / 2) + "…");
        assertThat(only.example()).hasSizeLessThan(Tally.LENGTH + 2);
    }

    @Test
    void isSentAsAnAccumulator() throws Exception {
        tally.add("a", "1");

        Tally sent =
                InstantiationUtil.deserializeObject(
                        InstantiationUtil.serializeObject(tally), getClass().getClassLoader());

        assertThat(sent.getLocalValue()).isEqualTo(tally.getLocalValue());
    }

    @Test
    void namesTheCommonestFirst() {
        tally.add("a", "");
        tally.add("b", "");
        tally.add("b", "");

        assertThat(Tally.commonest(tally.getLocalValue(), 1))
                .containsExactly(new Tally.Counted("b", 2, ""));
    }
}
