package io.kindred.ontology;

import io.kindred.compare.Threshold;

/** How a condition compares a value of one record with a value of another. */
public sealed interface Comparison {

    /** The values are equal. */
    record Equal() implements Comparison {}

    /** One of the two records has no value. */
    record Missing() implements Comparison {}

    /** The values are alike enough, or apart enough. */
    record Measured(Threshold threshold) implements Comparison {}
}
