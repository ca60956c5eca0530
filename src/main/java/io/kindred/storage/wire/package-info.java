/**
 * Messages between operators that pass often, and their bytes. They rest in no savepoint.
 *
 * <p>Uses {@code storage} and {@code storage.keyed}.
 */
@NullMarked
package io.kindred.storage.wire;

import org.jspecify.annotations.NullMarked;
