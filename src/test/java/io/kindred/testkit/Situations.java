package io.kindred.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts how many of the first random cases show a situation, so that tests on them do test it.
 *
 * @param seeds how many cases are looked at, always the same
 * @param shown the situations that a case shows
 */
public record Situations<E extends Enum<E>>(
        Class<E> type, int seeds, Function<RandomCase, Set<E>> shown) {

    /** The number of cases that show each situation; one that none shows is left out. */
    public Map<E, Integer> count(RandomOptions options) {
        Map<E, Integer> cases = new EnumMap<>(type);
        for (long seed = 0; seed < seeds; seed++) {
            for (E situation : shown.apply(RandomHistories.generate(seed, options))) {
                cases.merge(situation, 1, Integer::sum);
            }
        }
        return cases;
    }

    /** Asserts a least number of cases. */
    public Consumer<Integer> atLeast(int cases) {
        return count ->
                assertThat(count).as("cases of %s seeds", seeds).isGreaterThanOrEqualTo(cases);
    }
}
