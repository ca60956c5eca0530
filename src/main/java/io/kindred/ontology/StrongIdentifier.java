package io.kindred.ontology;

/**
 * An attribute on which the records of one entity must never disagree at the same time.
 *
 * @param scope whose values are held against each other
 */
public record StrongIdentifier(String attribute, Scope scope) {}
