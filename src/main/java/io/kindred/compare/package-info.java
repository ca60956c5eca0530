/**
 * Measures of how alike two values are: similarities, edit distances and differences, all exact.
 */
@NullMarked
package io.kindred.compare;

import org.jspecify.annotations.NullMarked;
