/**
 * The messages between operators and their byte formats. They are not part of savepoints, except
 * the parts of open answers.
 *
 * <p>Uses {@code storage} and {@code storage.keyed}.
 */
@NullMarked
package io.kindred.storage.wire;

import org.jspecify.annotations.NullMarked;
