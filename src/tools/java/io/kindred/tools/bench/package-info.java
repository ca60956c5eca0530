/**
 * Benchmarks the whole job in this process: generates records, runs the job, and measures it. Also
 * measures the HTTP server from outside.
 */
@NullMarked
package io.kindred.tools.bench;

import org.jspecify.annotations.NullMarked;
