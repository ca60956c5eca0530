/**
 * Measures a running job from Kafka to Kafka: sends records and waits for their entities, asks
 * questions and waits for their answers.
 */
@NullMarked
package io.kindred.tools.kafka;

import org.jspecify.annotations.NullMarked;
