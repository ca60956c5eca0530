/**
 * Read-only answers about a shard: entities by value, record or id, and explanations.
 *
 * <p>Uses {@code resolve.record}, {@code resolve.cluster}, {@code resolve.entity} and {@code
 * resolve.state}.
 */
@NullMarked
package io.kindred.resolve.query;

import org.jspecify.annotations.NullMarked;
