/**
 * Reads records from files, those of a job file or others, without running a job.
 *
 * <p>Uses the readers and decoders of the job, so that a tool sees what the job would see.
 */
@NullMarked
package io.kindred.tools.input;

import org.jspecify.annotations.NullMarked;
