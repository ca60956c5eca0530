/** The operators of the job, thin around plain classes that know no Flink. */
@NullMarked
package io.kindred.flink.operator;

import org.jspecify.annotations.NullMarked;
