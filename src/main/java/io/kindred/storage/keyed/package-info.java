/**
 * The keyed state of operators and its byte formats: registrations, counts of key values, claims,
 * published rows. The formats are part of savepoints.
 *
 * <p>Uses {@code storage}, {@code model} and {@code temporal}.
 */
@NullMarked
package io.kindred.storage.keyed;

import org.jspecify.annotations.NullMarked;
