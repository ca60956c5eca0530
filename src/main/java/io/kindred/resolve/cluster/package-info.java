/**
 * Clustering: which records of one component are the same entity. Covers groups in canonical order,
 * conflicts of strong identifiers, and contested groups.
 *
 * <p>Works on records in memory, without state. Uses {@code resolve.record}.
 */
@NullMarked
package io.kindred.resolve.cluster;

import org.jspecify.annotations.NullMarked;
