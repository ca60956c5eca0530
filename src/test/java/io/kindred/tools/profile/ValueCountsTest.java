package io.kindred.tools.profile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ValueCountsTest {

    @Test
    void countsExactlyUpToTheLimit() {
        ValueCounts counts = new ValueCounts(3);
        for (String value : "a b a c a".split(" ")) {
            counts.add(ValueCounts.hash(value));
        }

        assertThat(counts.isExact()).isTrue();
        assertThat(counts.distinct()).isEqualTo(3);
        assertThat(counts.count(ValueCounts.hash("a"))).isEqualTo(3);
        assertThat(counts.sum(count -> count * (count - 1) / 2)).isEqualTo(3);
        assertThat(counts.greatest()).isEqualTo(3);
    }

    @Test
    void estimatesBeyondTheLimitAndKeepsExactCountsOfItsSample() {
        ValueCounts counts = new ValueCounts(1000);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                counts.add(ValueCounts.hash("value " + i));
            }
        }

        assertThat(counts.isExact()).isFalse();
        assertThat((double) counts.distinct()).isCloseTo(20_000, within(3_000.0));
        assertThat(counts.sum(count -> count)).isEqualTo(2 * counts.distinct());
    }
}
