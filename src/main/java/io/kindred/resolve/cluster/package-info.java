/**
 * Which records of one component are the same entity: groups in canonical order, strong identifiers
 * that hold clusters apart, contested groups.
 *
 * <p>Works on records in memory and knows no state. Uses {@code resolve.record}.
 */
@NullMarked
package io.kindred.resolve.cluster;

import org.jspecify.annotations.NullMarked;
