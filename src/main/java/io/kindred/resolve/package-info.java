/**
 * The engine: from the records of a shard to entities, golden records, conflicts and answers. Plain
 * Java over the ports of {@code storage}; it runs the same in a unit test and in the job.
 */
@NullMarked
package io.kindred.resolve;

import org.jspecify.annotations.NullMarked;
