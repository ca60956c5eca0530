package io.kindred.ontology;

/**
 * An attribute on which records of one entity never disagree at the same time, such as a social
 * security number. Records that would are kept apart.
 *
 * @param scope which values are compared
 */
public record StrongIdentifier(String attribute, Scope scope) {}
