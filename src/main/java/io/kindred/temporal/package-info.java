/**
 * Valid time: half-open intervals on a signed 64-bit timeline, sets of intervals, and the sweep
 * that cuts time into atoms. Depends on {@code java.*} only.
 */
@NullMarked
package io.kindred.temporal;

import org.jspecify.annotations.NullMarked;
