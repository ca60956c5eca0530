package io.kindred.tools.diff;

/**
 * How entities changed, the most important first. Entities before and after that share records are
 * one change together.
 */
public enum ChangeKind {
    /** Several entities are one now. */
    MERGED(0),
    /** One entity is several now. */
    SPLIT(0),
    /** Several entities are several now, with other records: some merged and some split. */
    MOVED(1),
    /** Some records of the entity went, and others came. */
    EXCHANGED(2),
    /** Some records of the entity went. */
    LOST(2),
    /** Records came to the entity. */
    GAINED(2),
    /** The same records, with another golden record. */
    GOLDEN(3),
    /** The same records and golden record, with another id. */
    ID(4),
    /** All records of the entity went. */
    GONE(5),
    /** All records of the entity came. */
    NEW(5);

    private final int rank;

    ChangeKind(int rank) {
        this.rank = rank;
    }

    /** Kinds of a lesser rank are more important. */
    int rank() {
        return rank;
    }

    /** The kind by the shape of a change; {@link #ID} if nothing but its id can have changed. */
    static ChangeKind of(long before, long after, boolean hasLost, boolean hasGained) {
        if (before == 0 || after == 0) {
            return before == 0 ? NEW : GONE;
        }
        if (before > 1 || after > 1) {
            return after == 1 ? MERGED : before == 1 ? SPLIT : MOVED;
        }
        if (hasLost || hasGained) {
            return !hasLost ? GAINED : !hasGained ? LOST : EXCHANGED;
        }
        return ID;
    }
}
