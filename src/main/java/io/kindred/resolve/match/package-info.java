/**
 * Holds pairs of records against each other: tests of keys, and scores.
 *
 * <p>Uses {@code resolve.record}.
 */
@NullMarked
package io.kindred.resolve.match;

import org.jspecify.annotations.NullMarked;
