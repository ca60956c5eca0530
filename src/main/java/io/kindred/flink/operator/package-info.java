/** The operators of the job: thin adapters of plain Java classes to Flink. */
@NullMarked
package io.kindred.flink.operator;

import org.jspecify.annotations.NullMarked;
