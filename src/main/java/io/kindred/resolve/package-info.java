/**
 * The engine: computes entities, golden records, conflicts and answers from the records of a shard.
 * Plain Java over the ports of {@code storage}; it runs the same in a unit test and in a job.
 */
@NullMarked
package io.kindred.resolve;

import org.jspecify.annotations.NullMarked;
