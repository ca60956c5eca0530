package io.kindred.storage.keyed;

/**
 * Who makes updates. A shard has its own number. Of several who speak about one output key at a
 * time the greatest is shown: who sees more than one shard knows better.
 */
public final class Owners {

    /** Resolves what spans shards. */
    public static final int RECONCILE = 1 << 20;

    /** Counts key values over all shards. */
    public static final int DIRECTORY = RECONCILE + 1;

    /** Watches values that are to be unique over all shards. */
    public static final int UNIQUENESS = RECONCILE + 2;

    /** Publishes what the others state; states nothing, but answers questions. */
    public static final int PUBLISH = RECONCILE + 3;

    /** Knows the current version of each record; states nothing. */
    public static final int REGISTRY = RECONCILE + 4;

    private Owners() {}

    /** What an owner is called where people read it. */
    public static String name(int owner) {
        return switch (owner) {
            case RECONCILE -> "reconcile";
            case DIRECTORY -> "directory";
            case UNIQUENESS -> "uniqueness";
            case PUBLISH -> "publish";
            case REGISTRY -> "registry";
            default -> "shard " + owner;
        };
    }
}
