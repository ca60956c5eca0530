package io.kindred.offline;

import java.io.Serializable;

/**
 * A task of a tool on a saved state: on its shards ({@link ShardTask}), on its other keyed
 * operators ({@link KeyTask}), or on both. Serialized and sent to them.
 */
public interface OfflineTask extends Serializable {}
