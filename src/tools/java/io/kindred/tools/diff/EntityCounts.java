package io.kindred.tools.diff;

/**
 * How many entities there are.
 *
 * @param same how many of them have the same id, records and golden record in both
 */
public record EntityCounts(long before, long after, long same) {}
