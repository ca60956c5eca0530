package io.kindred.flink.operator;

/**
 * The lanes in which components that span shards are resolved. All records of an entity type are in
 * one lane, as only together they say what a component is.
 */
public final class ReconcileLanes {

    /** How many lanes there are; the same for the life of the state. */
    public static final int COUNT = 64;

    private ReconcileLanes() {}

    /** The lane of an entity type, from 0 to {@link #COUNT} - 1, the same for ever. */
    public static int lane(String entityType) {
        return Math.floorMod(entityType.hashCode(), COUNT);
    }
}
