/**
 * Tools on the state of a job that is not running, in plain Java. Each tool is a task that runs on
 * every shard, and a merge of the shards' rows.
 */
@NullMarked
package io.kindred.offline;

import org.jspecify.annotations.NullMarked;
