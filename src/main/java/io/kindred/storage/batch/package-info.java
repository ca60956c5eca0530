/** Tables that buffer the accesses of a batch and execute them in key order. */
@NullMarked
package io.kindred.storage.batch;

import org.jspecify.annotations.NullMarked;
