/**
 * What a shard keeps, as the engine sees it: the tables of the shard, the index of values and of
 * entities by id, and the changes of the batch that is being taken.
 *
 * <p>Uses {@code resolve.record} and {@code storage}.
 */
@NullMarked
package io.kindred.resolve.state;

import org.jspecify.annotations.NullMarked;
