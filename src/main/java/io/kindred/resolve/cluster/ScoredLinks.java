package io.kindred.resolve.cluster;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.List;
import java.util.function.Predicate;

/** Finds the scored links among records. */
final class ScoredLinks {

    private ScoredLinks() {}

    /**
     * The links in the order in which they are visited: one for each pair at most.
     *
     * @param records sorted, all of one entity type
     * @param isGeneric whether the key values are generic and find nobody
     */
    static List<ScoredLink> of(
            List<NormalizedRecord> records,
            EntityTypeRules rules,
            Predicate<KeyValues> isGeneric,
            PairScores scores) {
        if (rules.score().isEmpty()) {
            return List.of();
        }
        throw new UnsupportedOperationException("" + records + isGeneric + scores);
    }
}
