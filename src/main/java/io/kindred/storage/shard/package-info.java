/**
 * Typed stores on the tables of a shard: records, components, posting lists, names, and sets of
 * record ids. Each store owns one or two tables and their formats.
 *
 * <p>Uses {@code storage}, {@code model} and {@code temporal}.
 */
@NullMarked
package io.kindred.storage.shard;

import org.jspecify.annotations.NullMarked;
