package io.kindred.flink.operator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MostTest {

    @Test
    void keepsTheGreatestCountsInAnyOrder() {
        assertThat(most("a", 1, "b", 5, "c", 3).getLocalValue()).containsOnlyKeys("b", "c");
        assertThat(most("b", 5, "c", 3, "a", 1).getLocalValue()).containsOnlyKeys("b", "c");
    }

    @Test
    void keepsTheLesserNameOfEqualCounts() {
        assertThat(most("c", 1, "b", 1, "a", 1).getLocalValue()).containsOnlyKeys("a", "b");
    }

    @Test
    void mergesSubtasks() {
        Most most = most("a", 4, "b", 1);

        most.merge(most("c", 2, "d", 3));

        assertThat(most.getLocalValue()).containsOnlyKeys("a", "d");
        assertThat(most.clone().getLocalValue()).isEqualTo(most.getLocalValue());
        most.resetLocal();
        assertThat(most.getLocalValue()).isEmpty();
    }

    private static Most most(Object... namesAndCounts) {
        Most most = new Most(2);
        for (int i = 0; i < namesAndCounts.length; i += 2) {
            long count = (Integer) namesAndCounts[i + 1];
            most.add(new Tally.Counted((String) namesAndCounts[i], count, ""));
        }
        return most;
    }
}
