/**
 * What follows from one record alone: its normalised values, its key entries, the terms under which
 * it is indexed, its home shard, and whether it replaces the version that is current.
 *
 * <p>Uses {@code storage} for signatures only, and no other package of {@code resolve}.
 */
@NullMarked
package io.kindred.resolve.record;

import org.jspecify.annotations.NullMarked;
