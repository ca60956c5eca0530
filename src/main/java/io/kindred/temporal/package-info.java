/**
 * Time as the results see it: half-open intervals over a signed 64-bit timeline, sets of them, and
 * the sweep that cuts time into atoms. Uses {@code java.*} only.
 */
@NullMarked
package io.kindred.temporal;

import org.jspecify.annotations.NullMarked;
