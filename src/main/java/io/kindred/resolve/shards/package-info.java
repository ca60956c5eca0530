/**
 * Decisions that no shard can make alone: the current version of a record and its shard, which key
 * values span shards or are generic, and unique values that several entities claim.
 *
 * <p>Uses {@code resolve.record}, {@code resolve.entity} and {@code storage}.
 */
@NullMarked
package io.kindred.resolve.shards;

import org.jspecify.annotations.NullMarked;
