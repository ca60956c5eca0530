/**
 * Everything that follows from one record alone: normalised values, key entries, index terms, the
 * home shard, and whether it replaces the current version.
 *
 * <p>Uses {@code storage} for signatures only, and no other package of {@code resolve}.
 */
@NullMarked
package io.kindred.resolve.record;

import org.jspecify.annotations.NullMarked;
