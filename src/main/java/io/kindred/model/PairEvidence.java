package io.kindred.model;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.List;
import java.util.Optional;

/**
 * What each identity key finds of two records, with tests and scores, and which scored links
 * between their entities were refused.
 *
 * @param keys in the order of the ontology; empty if the records are one, or of different types
 * @param refused scored links between the entities of the two that were refused because these are
 *     too little alike on the whole; only the first ones if there are many
 */
public record PairEvidence(List<KeyEvidence> keys, List<MergeStep> refused) {

    public PairEvidence {
        keys = List.copyOf(keys);
        refused = List.copyOf(refused);
    }

    /**
     * What a key finds.
     *
     * @param values normalised values that both have, in the key's order of attributes; empty if
     *     there are none. Of several those that say most
     * @param times when both have them
     * @param tests of a key with a test: the conditions of each alternative
     * @param score of a key whose candidates are scored
     */
    public record KeyEvidence(
            String key,
            Finding finding,
            List<String> values,
            IntervalSet times,
            List<TestEvidence> tests,
            Optional<ScoreEvidence> score) {

        public KeyEvidence {
            values = List.copyOf(values);
            tests = List.copyOf(tests);
        }
    }

    /** What a key makes of two records; the later says more. */
    public enum Finding {
        /** One or both lack an attribute of the key, or never have all of them at once. */
        MISSING,
        /** They have no values in common. */
        DIFFERENT_VALUES,
        /** They have equal values, but never at the same time. */
        NO_OVERLAP,
        /** They have equal values that too many records share. */
        GENERIC,
        /** They have equal values at the same time, but the key's test does not hold then. */
        TEST_FAILS,
        /** They have equal values at the same time, but the score is too low. */
        BELOW_LINK,
        /** They are linked. */
        LINKED
    }

    /** An alternative of a test, at the moment at which the most of its conditions hold. */
    public record TestEvidence(Interval moment, List<ConditionEvidence> conditions) {

        public TestEvidence {
            conditions = List.copyOf(conditions);
        }

        /** Whether all conditions hold. */
        public boolean holds() {
            return conditions.stream().allMatch(ConditionEvidence::holds);
        }
    }

    /**
     * A condition at a moment.
     *
     * @param condition as text, such as {@code surname jaro_winkler at_least 0.88}
     * @param first the values of the record that it takes first
     * @param second those of the other
     */
    public record ConditionEvidence(
            String condition, boolean holds, List<String> first, List<String> second) {

        public ConditionEvidence {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }

    /**
     * The score of two records.
     *
     * @param interval over which they are scored
     * @param link the least score that links
     */
    public record ScoreEvidence(
            Interval interval,
            MilliBits prior,
            List<ComparisonScore> comparisons,
            MilliBits total,
            MilliBits link) {

        public ScoreEvidence {
            comparisons = List.copyOf(comparisons);
        }
    }

    /**
     * What a comparison adds to a score.
     *
     * @param level the level that applies, as text; {@code else} or {@code missing}
     * @param first the values of the first record that its levels look at
     * @param second those of the second
     * @param weight of the level, without {@code frequency}
     * @param frequency what the frequency of the value adds
     */
    public record ComparisonScore(
            String comparison,
            String level,
            List<String> first,
            List<String> second,
            MilliBits weight,
            MilliBits frequency) {

        public ComparisonScore {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }
}
