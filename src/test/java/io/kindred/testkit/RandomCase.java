package io.kindred.testkit;

import io.kindred.model.Query;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Arrival;

import java.util.List;

/**
 * A random ontology, what arrives under it and what is asked of it.
 *
 * @param seed gives the same case with the same options
 * @param arrivals records, decisions and times in order; the ontology covers their entity types
 * @param queries may name an entity type without records, or one that is not covered
 */
public record RandomCase(
        long seed, Ontology ontology, List<Arrival> arrivals, List<Query> queries) {

    /** Copies the lists. */
    public RandomCase {
        arrivals = List.copyOf(arrivals);
        queries = List.copyOf(queries);
    }

    /** The records, in order of arrival: all that arrives where no extras are asked for. */
    public List<SourceRecord> steps() {
        return arrivals.stream()
                .filter(Arrival.OfRecord.class::isInstance)
                .map(arrival -> ((Arrival.OfRecord) arrival).record())
                .toList();
    }

    /** The same with every record from a source and none carried over from a saved state. */
    public RandomCase withNothingCarried() {
        List<Arrival> plain = arrivals.stream().map(RandomCase::plain).toList();
        return new RandomCase(seed, ontology, plain, queries);
    }

    private static Arrival plain(Arrival arrival) {
        if (arrival instanceof Arrival.OfRecord one) {
            SourceRecord step = one.record();
            return new Arrival.OfRecord(
                    new SourceRecord(
                            step.identity(), step.version(), step.op(), step.descriptors()));
        }
        return arrival;
    }
}
