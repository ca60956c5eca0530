/**
 * Raw inputs and the file source. Does not interpret the bytes of inputs. May depend on Flink and
 * its connectors, and on the class for Kafka messages.
 */
@NullMarked
package io.kindred.flink.connector;

import org.jspecify.annotations.NullMarked;
