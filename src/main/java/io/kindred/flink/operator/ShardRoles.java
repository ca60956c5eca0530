package io.kindred.flink.operator;

import io.kindred.model.SourceRecord;
import io.kindred.storage.wire.ShardMessage;

/** The roles that there are. */
public final class ShardRoles {

    /** The role of the one shard of a job that has no others: it is told records as they come. */
    public static final ShardRole<SourceRecord> ONLY = new ShardRole.Only<>();

    /** The same where it may be asked, too. */
    public static final ShardRole<ShardMessage> ONLY_ASKED = new ShardRole.Only<>();

    /** The role of the shards among which records are divided. */
    public static final ShardRole<ShardMessage> ONE_OF_SEVERAL = new ShardRole.Part("shard", true);

    /** The role of those who resolve what spans shards. */
    public static final ShardRole<ShardMessage> RECONCILE = new ShardRole.Part("reconcile", false);

    private ShardRoles() {}
}
