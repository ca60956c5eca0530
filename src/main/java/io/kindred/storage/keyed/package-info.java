/**
 * What operators keep for one key, and its bytes: registrations, counts of key values, claims,
 * published rows. These formats rest in savepoints.
 *
 * <p>Uses {@code storage}, {@code model} and {@code temporal}.
 */
@NullMarked
package io.kindred.storage.keyed;

import org.jspecify.annotations.NullMarked;
