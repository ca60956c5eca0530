/**
 * Tries values of {@code link} and {@code cohesion} on the records of a job, in memory: scores are
 * computed once, and only the clustering is repeated.
 */
@NullMarked
package io.kindred.tools.sweep;

import org.jspecify.annotations.NullMarked;
