/**
 * The tables of one shard as typed stores: records, components, posting lists, names, and sets of
 * record ids. One store owns one or two tables and their bytes.
 *
 * <p>Uses {@code storage}, {@code model} and {@code temporal}.
 */
@NullMarked
package io.kindred.storage.shard;

import org.jspecify.annotations.NullMarked;
