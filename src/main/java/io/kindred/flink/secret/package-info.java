/**
 * Secrets that a job file refers to, read on the machine that needs them. May depend on the
 * configuration providers of Kafka's clients.
 */
@NullMarked
package io.kindred.flink.secret;

import org.jspecify.annotations.NullMarked;
