/**
 * Flink type information of Kindred's byte formats. The package {@code storage} defines the formats
 * and their versions.
 */
@NullMarked
package io.kindred.flink.serde;

import org.jspecify.annotations.NullMarked;
