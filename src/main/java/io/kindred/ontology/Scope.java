package io.kindred.ontology;

/** Whose values a strong identifier or a constraint holds against each other. */
public enum Scope {
    /** Values of the same perspective. */
    PERSPECTIVE,
    /** All values. */
    GLOBAL
}
