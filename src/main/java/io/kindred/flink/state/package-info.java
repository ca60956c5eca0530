/** A shard's tables as Flink keyed state: the only place that touches {@code MapState}. */
@NullMarked
package io.kindred.flink.state;

import org.jspecify.annotations.NullMarked;
