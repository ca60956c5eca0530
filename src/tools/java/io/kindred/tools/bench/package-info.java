/** Measures the whole job in this process: the records, the run, and what is read off it. */
@NullMarked
package io.kindred.tools.bench;

import org.jspecify.annotations.NullMarked;
