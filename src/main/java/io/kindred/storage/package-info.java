/**
 * What a shard keeps, and the byte format of each thing kept. The typed stores here are written
 * once, over two small ports ({@link io.kindred.storage.ByteTable} and {@link
 * io.kindred.storage.TermTable}) that memory and Flink state implement. Knows no Flink.
 */
@NullMarked
package io.kindred.storage;

import org.jspecify.annotations.NullMarked;
