/**
 * The stores of a shard and their byte formats. They are written against two interfaces, {@link
 * io.kindred.storage.ByteTable} and {@link io.kindred.storage.TermTable}, which memory and Flink
 * state implement. Independent of Flink.
 */
@NullMarked
package io.kindred.storage;

import org.jspecify.annotations.NullMarked;
