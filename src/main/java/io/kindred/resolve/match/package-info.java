/**
 * Compares pairs of records: tests of keys, and scores.
 *
 * <p>Uses {@code resolve.record}.
 */
@NullMarked
package io.kindred.resolve.match;

import org.jspecify.annotations.NullMarked;
