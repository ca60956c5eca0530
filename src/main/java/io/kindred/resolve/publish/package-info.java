/**
 * Turns the updates of one output key into rows with revisions.
 *
 * <p>Uses {@code storage} and no other package of {@code resolve}.
 */
@NullMarked
package io.kindred.resolve.publish;

import org.jspecify.annotations.NullMarked;
