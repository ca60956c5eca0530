/** Measures a running job from Kafka to Kafka: sends records and waits for their entities. */
@NullMarked
package io.kindred.cli.kafka;

import org.jspecify.annotations.NullMarked;
