package io.kindred.tools.sweep;

import io.kindred.tools.evaluate.Evaluation.Pairs;
import io.kindred.tools.evaluate.Scores;

import java.util.Optional;

/**
 * The result with one link and one cohesion.
 *
 * @param link the least score that links, in thousandths of a bit; empty without scores
 * @param cohesion the least mean score at which clusters merge, in thousandths of a bit
 * @param isOfJob whether they are those of the job
 * @param entities number of entities
 * @param largest records of the largest entity
 * @param merged records that are not alone in their entity
 * @param conflicts groups that strong identifiers keep apart
 * @param meanScore mean score of two records of an entity, in thousandths of a bit; of the first
 *     records of each entity only. Empty without scores or if nothing is merged
 * @param below share of the entities of several records in which the mean is below zero: more
 *     speaks against them than for them
 * @param pairs pairs that are right, found and existing; empty without a truth
 */
public record Cell(
        Optional<Long> link,
        Optional<Long> cohesion,
        boolean isOfJob,
        long entities,
        int largest,
        long merged,
        long conflicts,
        Optional<Long> meanScore,
        double below,
        Optional<Pairs> pairs) {

    /** Precision and recall; empty without a truth. */
    public Optional<Scores> scores() {
        return pairs.map(each -> Scores.of(each.right(), each.found(), each.existing()));
    }
}
