package io.kindred.ontology;

import java.util.List;

/**
 * How likely it is that two records are the same, as a sum of weights. All are thousandths of a
 * bit: 1000 doubles the odds.
 *
 * @param prior the score before any comparison
 * @param link the least score that links two records
 * @param cohesion the least mean score, per pair, at which two clusters merge
 * @param clip the greatest weight of a pair, in either direction, when clusters are compared
 * @param members how many records of a cluster are looked at then; at least 1
 */
public record ScoreRules(
        long prior,
        List<ScoredComparison> comparisons,
        long link,
        long cohesion,
        long clip,
        int members) {

    public static final long DEFAULT_COHESION = -4000;
    public static final long DEFAULT_CLIP = 12_000;
    public static final int DEFAULT_MEMBERS = 10;

    public ScoreRules {
        comparisons = List.copyOf(comparisons);
    }

    /** Whether all scores are the same; the names of comparisons do not enter them. */
    boolean isSameAs(ScoreRules other) {
        return unnamed().equals(other.unnamed());
    }

    private ScoreRules unnamed() {
        List<ScoredComparison> unnamed =
                comparisons.stream()
                        .map(
                                each ->
                                        new ScoredComparison(
                                                "",
                                                each.missing(),
                                                each.levels(),
                                                each.otherwise()))
                        .toList();
        return new ScoreRules(prior, unnamed, link, cohesion, clip, members);
    }
}
