package io.kindred.resolve.cluster;

import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measures whether the records of two clusters that a scored link would merge are alike on the
 * whole: the mean score over pairs of their records (average linkage; see Hastie, Tibshirani and
 * Friedman, <i>The Elements of Statistical Learning</i>, "Hierarchical Clustering").
 *
 * <p>Only the {@code members} records of least identity of each cluster are looked at. A pair
 * counts if the two records have values in a common span of time, and with {@code clip} at most, so
 * that no single pair decides. The linked records count in any case.
 *
 * <p>Example: a link of 9000 joins record 3 to a cluster of 1 and 2. The pair (1, 3) has a score of
 * -2000. The mean is 3500, so the clusters cohere; at -18000, clipped to -12000, it is -1500, which
 * is still enough for the default of -4000.
 *
 * <p>Costs up to {@code members}² scores a link. Scores are thousandths of a bit.
 */
final class Cohesion {

    private final ScoreRules rules;
    private final List<NormalizedRecord> records;
    private final PairScores scores;

    /** For each record the time from its first to its last value. */
    private final List<Optional<Interval>> spans;

    /** For each representative of a cluster its least records, sorted. */
    private final int[][] least;

    /**
     * @param records sorted by identity
     * @param clusters the clusters of these records, as they are now
     */
    Cohesion(
            ScoreRules rules,
            List<NormalizedRecord> records,
            DisjointSets clusters,
            PairScores scores) {
        this.rules = rules;
        this.records = records;
        this.scores = scores;
        this.spans = records.stream().map(NormalizedRecord::span).toList();
        this.least = new int[records.size()][];
        for (int i = 0; i < least.length; i++) {
            int cluster = clusters.find(i);
            least[cluster] = least[cluster] == null ? new int[] {i} : with(least[cluster], i);
        }
    }

    /** Measures two different clusters, given by their representatives. */
    Visit.Outcome.Measured between(ScoredLink link, int left, int right) {
        long sum = 0;
        int pairs = 0;
        boolean hasLinked = false;
        for (int a : least[left]) {
            for (int b : least[right]) {
                hasLinked |= link.lesser() == Math.min(a, b) && link.greater() == Math.max(a, b);
                Optional<Interval> common = common(a, b);
                if (common.isPresent()) {
                    sum += clipped(a, b, common.get());
                    pairs++;
                }
            }
        }
        if (!hasLinked) {
            // They share values of a key at some time, so they have a span in common.
            Interval common = common(link.lesser(), link.greater()).orElseThrow();
            sum += clipped(link.lesser(), link.greater(), common);
            pairs++;
        }
        return new Visit.Outcome.Measured(sum, pairs, sum >= rules.cohesion() * pairs);
    }

    /**
     * Two clusters joined.
     *
     * @param into the representative of the result
     * @param from that of the other one until now
     */
    void joined(int into, int from) {
        for (int record : least[from]) {
            least[into] = with(least[into], record);
        }
        least[from] = new int[0];
    }

    private int[] with(int[] sorted, int added) {
        int position = -Arrays.binarySearch(sorted, added) - 1;
        if (position >= rules.members()) {
            return sorted;
        }
        int[] result = Arrays.copyOf(sorted, Math.min(sorted.length + 1, rules.members()));
        System.arraycopy(sorted, position, result, position + 1, result.length - position - 1);
        result[position] = added;
        return result;
    }

    private long clipped(int a, int b, Interval common) {
        long score = scores.score(records.get(a), records.get(b), common);
        return Math.max(-rules.clip(), Math.min(rules.clip(), score));
    }

    private Optional<Interval> common(int a, int b) {
        return spans.get(a).flatMap(one -> spans.get(b).flatMap(other -> common(one, other)));
    }

    private static Optional<Interval> common(Interval a, Interval b) {
        long start = Math.max(a.start(), b.start());
        long end = Math.min(a.end(), b.end());
        return start < end ? Optional.of(new Interval(start, end)) : Optional.empty();
    }
}
