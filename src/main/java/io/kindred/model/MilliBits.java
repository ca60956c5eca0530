package io.kindred.model;

/**
 * A weight or score.
 *
 * @param value in thousandths of a bit, of any sign
 */
public record MilliBits(long value) {}
