package io.kindred.ontology;

/** Which values a strong identifier or constraint compares. */
public enum Scope {
    /** Only values of the same perspective. */
    PERSPECTIVE,
    /** Values of all perspectives. */
    GLOBAL
}
