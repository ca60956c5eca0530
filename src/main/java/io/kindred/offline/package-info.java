/**
 * What tools do with the state of a job that is not running, in plain Java: each tool is a task
 * that is run on every shard, and a merge of what the shards tell.
 */
@NullMarked
package io.kindred.offline;

import org.jspecify.annotations.NullMarked;
