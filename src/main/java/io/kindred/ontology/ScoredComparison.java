package io.kindred.ontology;

import java.util.List;

/**
 * What one aspect of two records contributes to their score: the weight of the first level that
 * holds at some moment at which nothing is missing.
 *
 * @param name for explanations
 * @param missing moments at which it holds are left out; without others the comparison weighs 0
 * @param levels in order
 * @param otherwise the weight if no level holds
 */
public record ScoredComparison(String name, PairTest missing, List<Level> levels, long otherwise) {

    public ScoredComparison {
        levels = List.copyOf(levels);
    }
}
