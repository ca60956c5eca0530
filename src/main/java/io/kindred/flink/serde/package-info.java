/**
 * Flink's type information for Kindred's own byte formats. What the bytes are, and their versions,
 * is the business of {@code storage}.
 */
@NullMarked
package io.kindred.flink.serde;

import org.jspecify.annotations.NullMarked;
