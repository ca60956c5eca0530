/**
 * How inputs get into the job: files as lines of bytes. What the bytes mean is not known here. May
 * use Flink and its connectors, nothing else of the job.
 */
@NullMarked
package io.kindred.flink.connector;

import org.jspecify.annotations.NullMarked;
