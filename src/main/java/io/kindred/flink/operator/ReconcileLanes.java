package io.kindred.flink.operator;

/**
 * The lanes of the reconcile operator, which resolves components that span shards. All records of
 * an entity type are in one lane, because a component can only be resolved from all of its records.
 */
public final class ReconcileLanes {

    /** The number of lanes. It never changes, because state is keyed by lane. */
    public static final int COUNT = 64;

    private ReconcileLanes() {}

    /** The lane of an entity type, from 0 to {@link #COUNT} - 1. It never changes. */
    public static int lane(String entityType) {
        return Math.floorMod(entityType.hashCode(), COUNT);
    }
}
