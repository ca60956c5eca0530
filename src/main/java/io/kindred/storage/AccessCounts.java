package io.kindred.storage;

/**
 * Counts of the accesses to one table since it was opened. Other threads may read them and then see
 * slightly outdated counts.
 */
public final class AccessCounts {

    long hits;
    long misses;
    long puts;
    long removes;
    long scans;
    long walked;

    AccessCounts() {}

    public long hits() {
        return hits;
    }

    public long misses() {
        return misses;
    }

    public long puts() {
        return puts;
    }

    /** The number of removals, whether or not the entry existed. */
    public long removes() {
        return removes;
    }

    /** The number of scans started. */
    public long scans() {
        return scans;
    }

    /** The number of entries returned by scans. */
    public long walked() {
        return walked;
    }
}
