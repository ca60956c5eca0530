package io.kindred.ontology;

import java.util.List;

/**
 * A test of two records at a moment: it holds if all conditions of one of the alternatives hold,
 * with the records taken in one order for all of these conditions.
 *
 * @param alternatives at least one, each with at least one condition
 */
public record PairTest(List<List<Condition>> alternatives) {

    public PairTest {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /** A test of one condition. */
    public static PairTest of(Condition condition) {
        return new PairTest(List.of(List.of(condition)));
    }
}
