package io.kindred.ontology;

/** What two records with equal values of an identity key must meet to be linked. */
public sealed interface KeyTest {

    /** Equal values are enough. */
    record None() implements KeyTest {}

    /** The records pass a test at some moment at which both have the values. */
    record Tested(PairTest test) implements KeyTest {}

    /** The key only finds candidates, whose score decides. */
    record Scored() implements KeyTest {}
}
