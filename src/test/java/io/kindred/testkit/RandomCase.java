package io.kindred.testkit;

import io.kindred.model.Query;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;

import java.util.List;

/**
 * A random ontology, what arrives under it and what is asked of it.
 *
 * @param seed gives the same case with the same options
 * @param steps records in order of arrival; the ontology covers their entity types
 * @param queries may name an entity type without records, or one that is not covered
 */
public record RandomCase(
        long seed, Ontology ontology, List<SourceRecord> steps, List<Query> queries) {

    /** Copies the lists. */
    public RandomCase {
        steps = List.copyOf(steps);
        queries = List.copyOf(queries);
    }

    /** The same with every record from a source and none carried over from a saved state. */
    public RandomCase withNothingCarried() {
        List<SourceRecord> plain =
                steps.stream()
                        .map(
                                step ->
                                        new SourceRecord(
                                                step.identity(),
                                                step.version(),
                                                step.op(),
                                                step.descriptors()))
                        .toList();
        return new RandomCase(seed, ontology, plain, queries);
    }
}
