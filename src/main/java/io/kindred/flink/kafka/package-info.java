/**
 * Kafka in and out: messages as raw inputs, rows and dead letters as messages. What the values of
 * messages mean is not known here. May use Flink and its connectors, the job file and what
 * operators send.
 */
@NullMarked
package io.kindred.flink.kafka;

import org.jspecify.annotations.NullMarked;
