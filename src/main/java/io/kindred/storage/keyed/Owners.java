package io.kindred.storage.keyed;

/**
 * The operator instances that emit updates. A shard has its own number. If several owners have an
 * update of one output key, that of the greatest number is published, because it comes from an
 * operator that sees more than one shard.
 */
public final class Owners {

    /** Resolves components that span shards. */
    public static final int RECONCILE = 1 << 20;

    /** Counts key values over all shards. */
    public static final int DIRECTORY = RECONCILE + 1;

    /** Detects values that must be unique over all shards but are not. */
    public static final int UNIQUENESS = RECONCILE + 2;

    /** Publishes the updates of the others; emits none itself, but answers questions. */
    public static final int PUBLISH = RECONCILE + 3;

    /** Keeps the current version of each record; emits no updates. */
    public static final int REGISTRY = RECONCILE + 4;

    private Owners() {}

    /** The name of an owner in output and messages. */
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
