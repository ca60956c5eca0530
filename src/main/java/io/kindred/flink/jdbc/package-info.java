/** The sink of tables in PostgreSQL. */
@NullMarked
package io.kindred.flink.jdbc;

import org.jspecify.annotations.NullMarked;
