/**
 * What a shard emits, and when: the updates of a batch, claims on unique values, records that are
 * escalated, and large entities that wait.
 *
 * <p>Uses {@code resolve.record}, {@code resolve.cluster}, {@code resolve.entity} and {@code
 * resolve.state}.
 */
@NullMarked
package io.kindred.resolve.emit;

import org.jspecify.annotations.NullMarked;
