/** Benchmarks of the whole job in this process: records, runs and figures. */
@NullMarked
package io.kindred.tools.bench;

import org.jspecify.annotations.NullMarked;
