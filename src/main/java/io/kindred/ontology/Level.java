package io.kindred.ontology;

import java.util.Map;

/**
 * A level of a comparison.
 *
 * @param weight what it adds to the score, in thousandths of a bit
 * @param frequencies weights of single values, added for the shared value that has the greatest;
 *     empty unless the test is one condition of equal values
 */
public record Level(PairTest test, long weight, Map<String, Long> frequencies) {

    public Level {
        frequencies = Map.copyOf(frequencies);
    }
}
