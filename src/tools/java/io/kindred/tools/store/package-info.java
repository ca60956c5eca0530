/**
 * An embedded store that follows the outputs of a job: the last row of each output key, indexes to
 * find rows by values, key values and entities, and how entities changed. One writer applies rows
 * and remembers how far it has read; readers see one moment each.
 */
@NullMarked
package io.kindred.tools.store;

import org.jspecify.annotations.NullMarked;
