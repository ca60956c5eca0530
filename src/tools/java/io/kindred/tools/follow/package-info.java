/** Follows the outputs of a job, and brings their rows into the store. */
@NullMarked
package io.kindred.tools.follow;

import org.jspecify.annotations.NullMarked;
