/**
 * A cache over the tables of the shards of one slot, which writes back what was changed when it
 * runs out of room or is told to. Knows no Flink.
 */
@NullMarked
package io.kindred.storage.cache;

import org.jspecify.annotations.NullMarked;
