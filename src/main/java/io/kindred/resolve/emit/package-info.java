/**
 * Emission: which updates, claims on unique values and escalated records a shard emits, and when
 * large entities are deferred.
 *
 * <p>Uses {@code resolve.record}, {@code resolve.cluster}, {@code resolve.entity} and {@code
 * resolve.state}.
 */
@NullMarked
package io.kindred.resolve.emit;

import org.jspecify.annotations.NullMarked;
