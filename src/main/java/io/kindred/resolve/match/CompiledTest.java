package io.kindred.resolve.match;

import io.kindred.ontology.Condition;
import io.kindred.ontology.PairTest;
import io.kindred.temporal.Interval;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** A test of two records at a moment, ready to run. */
final class CompiledTest {

    private final Alternative[] alternatives;

    CompiledTest(PairTest test, Aspects aspects) {
        alternatives =
                test.alternatives().stream()
                        .map(conditions -> new Alternative(conditions, aspects))
                        .toArray(Alternative[]::new);
    }

    /** Conditions that must hold at once, with the records in one order. */
    private static final class Alternative {
        private final CompiledCondition[] conditions;
        private final boolean isSymmetric;

        Alternative(List<Condition> all, Aspects aspects) {
            conditions =
                    all.stream()
                            .map(each -> new CompiledCondition(each, aspects))
                            .toArray(CompiledCondition[]::new);
            isSymmetric = Arrays.stream(conditions).allMatch(CompiledCondition::isSymmetric);
        }

        boolean holds(ComparedRecord first, ComparedRecord second, long moment) {
            for (CompiledCondition condition : conditions) {
                if (!condition.holds(first, second, moment)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether the test holds at a moment; symmetric. */
    boolean holds(ComparedRecord a, ComparedRecord b, long moment) {
        for (Alternative alternative : alternatives) {
            if (alternative.holds(a, b, moment)
                    || !alternative.isSymmetric && alternative.holds(b, a, moment)) {
                return true;
            }
        }
        return false;
    }

    /** The moments at which the test holds, from the first start to the last end; null if none. */
    @Nullable Interval span(ComparedRecord a, ComparedRecord b, Interval over) {
        long[] starts = Moments.starts(a, b, over);
        int first = -1;
        int last = -1;
        for (int i = 0; i < starts.length && first < 0; i++) {
            if (holds(a, b, starts[i])) {
                first = i;
                last = i;
            }
        }
        if (first < 0) {
            return null;
        }
        for (int i = starts.length - 1; i > last; i--) {
            if (holds(a, b, starts[i])) {
                last = i;
            }
        }
        long end = last + 1 < starts.length ? starts[last + 1] : over.end();
        return new Interval(starts[first], end);
    }

    /** The only condition of a test that has one; used for levels with frequencies. */
    CompiledCondition only() {
        return alternatives[0].conditions[0];
    }
}
