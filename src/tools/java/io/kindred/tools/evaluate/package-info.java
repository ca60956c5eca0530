/**
 * Compares the assignments of a run with the truth: pairwise and B-cubed measures, and the largest
 * differences. Uses Jackson, but neither Flink nor the command line.
 *
 * <p>Needs about 150 bytes of heap per record: the names of record, entity and person, hash tables,
 * and the counts of pairs. It is half as much again while an array grows.
 */
@NullMarked
package io.kindred.tools.evaluate;

import org.jspecify.annotations.NullMarked;
