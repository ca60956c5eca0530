/**
 * Raw inputs and the file source. Does not interpret the bytes of inputs. May depend on Flink and
 * its connectors, on the class for Kafka messages, on the readers of rows, on the order of names
 * and on the primitives of byte formats.
 */
@NullMarked
package io.kindred.flink.connector;

import org.jspecify.annotations.NullMarked;
