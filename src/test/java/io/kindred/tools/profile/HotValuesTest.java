package io.kindred.tools.profile;

import io.kindred.tools.profile.HotValues.HotValue;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class HotValuesTest {

    @Test
    void findsAValueThatIsCommonAmongManyThatAreNot() {
        HotValues hot = new HotValues(10);
        for (int i = 0; i < 3_000; i++) {
            hot.add("only once " + i);
            if (i % 3 == 0) {
                hot.add("N/A");
            }
        }

        HotValue top = hot.top(1, overfull()).get(0);

        assertThat(top.value()).isEqualTo("N/A");
        assertThat(top.isExact()).isFalse();
        assertThat(top.records()).isBetween(500L, 1_000L);
    }

    @Test
    void hasExactCountsOfWhatWasCountedAndListsEquallyCommonValuesByValue() {
        HotValues hot = new HotValues(10);
        ValueCounts counts = new ValueCounts(10);
        for (String value : List.of("b", "a", "c", "c")) {
            hot.add(value);
            counts.add(ValueCounts.hash(value));
        }

        assertThat(hot.top(2, counts))
                .containsExactly(new HotValue("c", 2, true), new HotValue("a", 1, true));
    }

    /** Counts nothing that is asked for, since its sample is of other values. */
    private static ValueCounts overfull() {
        ValueCounts counts = new ValueCounts(1);
        for (int i = 0; i < 1_000; i++) {
            counts.add(ValueCounts.hash("other " + i));
        }
        return counts;
    }
}
