/**
 * Kafka sources and sinks: messages to raw inputs, and rows and dead letters to messages. Does not
 * interpret the values of messages. May depend on Flink and its connectors, the job file and the
 * elements of streams.
 */
@NullMarked
package io.kindred.flink.kafka;

import org.jspecify.annotations.NullMarked;
