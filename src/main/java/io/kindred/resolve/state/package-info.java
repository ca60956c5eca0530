/**
 * The state of a shard as the engine sees it: its tables, the indexes of values and of entities,
 * and the pending changes.
 *
 * <p>Uses {@code resolve.record} and {@code storage}.
 */
@NullMarked
package io.kindred.resolve.state;

import org.jspecify.annotations.NullMarked;
