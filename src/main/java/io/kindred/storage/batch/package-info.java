/** Accesses to tables gathered over a batch: shared, and in the order of keys. */
@NullMarked
package io.kindred.storage.batch;

import org.jspecify.annotations.NullMarked;
