/**
 * The outputs as tables. Each output is declared once ({@link io.kindred.table.OutputTables}), and
 * whatever needs its columns and types follows from the declaration: JSON Schemas, Parquet schemas
 * and SQL. The JSON rows are the source of truth; {@link io.kindred.table.TableRowReader} reads
 * them by the declaration.
 */
@NullMarked
package io.kindred.table;

import org.jspecify.annotations.NullMarked;
