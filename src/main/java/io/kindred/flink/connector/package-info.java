/**
 * How inputs get into the job: files as lines of bytes, and what an input is. What the bytes mean
 * is not known here. May use Flink and its connectors, and of the job only what a message is.
 */
@NullMarked
package io.kindred.flink.connector;

import org.jspecify.annotations.NullMarked;
