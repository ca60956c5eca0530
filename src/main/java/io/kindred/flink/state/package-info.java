/** How RocksDB holds shards. The class has its place in people's configurations. */
@NullMarked
package io.kindred.flink.state;

import org.jspecify.annotations.NullMarked;
