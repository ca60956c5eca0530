/** The storage interfaces on the heap, for tests and for resolving without Flink. */
@NullMarked
package io.kindred.storage.memory;

import org.jspecify.annotations.NullMarked;
