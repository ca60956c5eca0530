/**
 * What changed between two results, in terms of the records of entities, and why. {@link
 * io.kindred.tools.diff.ResultDiff} is computed from two stores, and written as text, JSON or a
 * page. Memory is bounded by settings: both stores are walked in the order of their keys, and what
 * was seen is kept on disk.
 */
@NullMarked
package io.kindred.tools.diff;

import org.jspecify.annotations.NullMarked;
