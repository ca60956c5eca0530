package io.kindred.tools.sweep;

import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.List;
import java.util.Optional;

/** Sizes of entities, and how well their records fit together. */
final class EntityFigures {

    /** Of larger entities only so many records are compared. */
    private static final int COMPARED = 10;

    private final Optional<ScoreRules> rules;
    private int largest;
    private long merged;
    private long scored;
    private long negative;
    private double sumOfMeans;

    EntityFigures(Optional<ScoreRules> rules) {
        this.rules = rules;
    }

    /** Scores two records; empty if they are never there at the same time. */
    @FunctionalInterface
    interface Scorer {
        Optional<Long> score(NormalizedRecord one, NormalizedRecord other);
    }

    /** Adds an entity with at least one record. Costs 45 scores at most. */
    void add(List<NormalizedRecord> entity, Scorer scorer) {
        largest = Math.max(largest, entity.size());
        if (entity.size() == 1) {
            return;
        }
        merged += entity.size();
        if (rules.isEmpty()) {
            return;
        }
        long clip = rules.get().clip();
        List<NormalizedRecord> compared = entity.subList(0, Math.min(COMPARED, entity.size()));
        long sum = 0;
        int pairs = 0;
        for (int i = 0; i < compared.size(); i++) {
            for (int j = i + 1; j < compared.size(); j++) {
                Optional<Long> score = scorer.score(compared.get(i), compared.get(j));
                if (score.isPresent()) {
                    sum += Math.max(-clip, Math.min(clip, score.get()));
                    pairs++;
                }
            }
        }
        if (pairs > 0) {
            scored++;
            negative += sum < 0 ? 1 : 0;
            sumOfMeans += (double) sum / pairs;
        }
    }

    int largest() {
        return largest;
    }

    /** Records in entities of several. */
    long merged() {
        return merged;
    }

    /** The mean over the entities of several records; empty if there is none with a score. */
    Optional<Long> meanScore() {
        return scored == 0 ? Optional.empty() : Optional.of(Math.round(sumOfMeans / scored));
    }

    /** The share of these entities whose mean is below zero. */
    double below() {
        return scored == 0 ? 0 : (double) negative / scored;
    }
}
