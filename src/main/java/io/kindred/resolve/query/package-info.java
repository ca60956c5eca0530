/**
 * Answers about what a shard holds: entities by value, record or id, and explanations. Changes
 * nothing.
 *
 * <p>Uses {@code resolve.record}, {@code resolve.cluster}, {@code resolve.entity} and {@code
 * resolve.state}.
 */
@NullMarked
package io.kindred.resolve.query;

import org.jspecify.annotations.NullMarked;
