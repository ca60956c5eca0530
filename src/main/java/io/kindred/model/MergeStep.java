package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Optional;

/**
 * A step of the resolution of a component: what would make one cluster of several.
 *
 * @param key the key's name; {@code decision} for a decision
 * @param values the normalised values, in the key's order of attributes
 * @param interval the group's, or the link's
 * @param records of a group or decision the least record of each cluster, of a scored link its two
 *     records; sorted, only the first ones if there are many
 * @param score of a scored link; empty for groups and decisions
 * @param cohesion of a scored link that was measured
 */
public record MergeStep(
        String key,
        List<String> values,
        Interval interval,
        List<RecordIdentity> records,
        Optional<MilliBits> score,
        Outcome outcome,
        Optional<Cohesion> cohesion) {

    public MergeStep {
        values = List.copyOf(values);
        records = List.copyOf(records);
    }

    /** What became of it. */
    public enum Outcome {
        /** The clusters became one. */
        MERGED,
        /** Strong identifiers or decisions keep the clusters apart. */
        CONTESTED,
        /** The clusters are too little alike on the whole. */
        NOT_COHERENT
    }

    /**
     * How much alike two clusters are on the whole.
     *
     * @param sum of the clipped scores of the pairs
     * @param pairs how many pairs of records were compared, at least 1
     * @param least the least mean score with which clusters merge
     */
    public record Cohesion(MilliBits sum, long pairs, MilliBits least) {

        /** The mean score of a pair, rounded down. */
        public MilliBits mean() {
            return new MilliBits(Math.floorDiv(sum.value(), pairs));
        }
    }
}
