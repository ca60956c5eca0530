package io.kindred.resolve.match;

import io.kindred.model.PairEvidence.ConditionEvidence;
import io.kindred.model.PairEvidence.TestEvidence;
import io.kindred.ontology.Condition;
import io.kindred.ontology.PairTest;
import io.kindred.temporal.Interval;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

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

        TestEvidence evidence(ComparedRecord first, ComparedRecord second, Interval moment) {
            return new TestEvidence(
                    moment,
                    Arrays.stream(conditions)
                            .map(each -> each.evidence(first, second, moment.start()))
                            .toList());
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

    /**
     * What each alternative finds over an interval: its conditions, at the first of the moments at
     * which the most of them hold, with the records in the order in which the most hold.
     */
    List<TestEvidence> evidence(ComparedRecord a, ComparedRecord b, Interval over) {
        long[] starts = Moments.starts(a, b, over);
        return Arrays.stream(alternatives).map(each -> evidence(each, a, b, over, starts)).toList();
    }

    private static TestEvidence evidence(
            Alternative alternative,
            ComparedRecord a,
            ComparedRecord b,
            Interval over,
            long[] starts) {
        TestEvidence best = null;
        long most = -1;
        for (int i = 0; i < starts.length; i++) {
            long end = i + 1 < starts.length ? starts[i + 1] : over.end();
            Interval moment = new Interval(starts[i], end);
            for (boolean isTurned : new boolean[] {false, true}) {
                TestEvidence found =
                        isTurned
                                ? alternative.evidence(b, a, moment)
                                : alternative.evidence(a, b, moment);
                long holding = found.conditions().stream().filter(ConditionEvidence::holds).count();
                if (holding > most) {
                    best = found;
                    most = holding;
                }
            }
        }
        return Objects.requireNonNull(best);
    }

    /** The values of the two records that the first condition looks at. */
    List<List<String>> values(ComparedRecord a, ComparedRecord b, long[] moments) {
        if (alternatives.length == 0 || alternatives[0].conditions.length == 0) {
            return List.of(List.of(), List.of());
        }
        CompiledCondition first = only();
        return List.of(a.texts(first.aspect(), moments), b.texts(first.with(), moments));
    }

    /** The only condition of a test that has one; used for levels with frequencies. */
    CompiledCondition only() {
        return alternatives[0].conditions[0];
    }
}
