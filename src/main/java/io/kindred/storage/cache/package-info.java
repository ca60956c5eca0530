/** A write-back cache in front of the tables of the shards of one subtask. Independent of Flink. */
@NullMarked
package io.kindred.storage.cache;

import org.jspecify.annotations.NullMarked;
