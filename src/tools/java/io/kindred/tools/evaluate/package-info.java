/**
 * Compares the assignments of a run with the truth: pairwise and B-cubed measures, and where the
 * two differ most. Uses Jackson; knows neither Flink nor the command line.
 *
 * <p>Memory, per record: its name (perspective and uid, with entity type where the truth has one)
 * in UTF-8 and 12 bytes, 5 to 11 bytes of hash table, 16 bytes for entity, person and revision, and
 * 16 to 24 bytes while pairs are counted; and the name of each entity and person once, with as much
 * beside it. That is about 150 bytes a record in all, a half more while a column grows.
 */
@NullMarked
package io.kindred.tools.evaluate;

import org.jspecify.annotations.NullMarked;
