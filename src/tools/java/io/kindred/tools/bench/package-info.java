/** Benchmarks the whole job in this process: generates records, runs the job, and measures it. */
@NullMarked
package io.kindred.tools.bench;

import org.jspecify.annotations.NullMarked;
