package io.kindred.resolve.cluster;

import io.kindred.model.RecordIdentity;
import io.kindred.resolve.record.KeyValues;
import io.kindred.temporal.Interval;

import java.util.List;

/** A step of a resolution, as explanations show it. */
public sealed interface Visit {

    /** The key and values that brought the records together. */
    KeyValues key();

    /** The group's interval, or the link's; of a decision all time. */
    Interval interval();

    /**
     * A group or decision joined clusters into one.
     *
     * @param clusters the least record of each, sorted, at least two
     */
    record Merge(KeyValues key, Interval interval, List<RecordIdentity> clusters) implements Visit {

        public Merge {
            clusters = List.copyOf(clusters);
        }
    }

    /**
     * A scored link was visited.
     *
     * @param score in thousandths of a bit
     */
    record Link(
            KeyValues key,
            Interval interval,
            RecordIdentity lesser,
            RecordIdentity greater,
            long score,
            Outcome outcome)
            implements Visit {}

    /** What a scored link led to. */
    sealed interface Outcome {

        /** Nothing: its records were in one cluster already. */
        record Together() implements Outcome {}

        /** Nothing: its clusters are in conflict. The link is a contested group. */
        record Contested() implements Outcome {}

        /**
         * The clusters were measured: they merged if they cohere.
         *
         * @param sum of the clipped scores of the pairs, in thousandths of a bit
         * @param pairs how many pairs were compared, at least 1
         */
        record Measured(long sum, int pairs, boolean isMerged) implements Outcome {

            /** The mean score of a pair, in thousandths of a bit, rounded down. */
            public long mean() {
                return Math.floorDiv(sum, pairs);
            }
        }
    }
}
