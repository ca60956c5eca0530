/**
 * Benchmarks a running job from Kafka to Kafka: sends records and questions, and waits for entities
 * and answers.
 */
@NullMarked
package io.kindred.tools.kafka;

import org.jspecify.annotations.NullMarked;
