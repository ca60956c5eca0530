/**
 * Maintains components: links records that share a group, and splits what no group links any more.
 *
 * <p>Uses {@code resolve.emit}, to escalate components and to invalidate cached entities, and
 * everything below it.
 */
@NullMarked
package io.kindred.resolve.link;

import org.jspecify.annotations.NullMarked;
