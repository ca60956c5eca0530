/** Rows of the outputs in tables of PostgreSQL. */
@NullMarked
package io.kindred.table.postgres;

import org.jspecify.annotations.NullMarked;
