/** Rows of outputs as Parquet files, without Hadoop. */
@NullMarked
package io.kindred.table.parquet;

import org.jspecify.annotations.NullMarked;
