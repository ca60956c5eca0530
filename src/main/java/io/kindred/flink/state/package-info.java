/**
 * The RocksDB settings of shards. Users' configurations name the class, so it must keep its package
 * and name.
 */
@NullMarked
package io.kindred.flink.state;

import org.jspecify.annotations.NullMarked;
