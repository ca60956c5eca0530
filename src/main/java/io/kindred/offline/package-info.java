/**
 * Tools on the state of a job that is not running, in plain Java. Each tool is one or more {@link
 * OfflineTask tasks} on the shards or other keyed operators of a state, and a merge of the rows
 * that they emit.
 */
@NullMarked
package io.kindred.offline;

import org.jspecify.annotations.NullMarked;
