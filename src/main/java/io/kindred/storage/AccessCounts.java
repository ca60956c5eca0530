package io.kindred.storage;

/**
 * What was done to one table since it was opened. May be read by other threads, which then see
 * counts of a moment ago.
 */
public final class AccessCounts {

    long hits;
    long misses;
    long puts;
    long removes;
    long scans;
    long walked;

    AccessCounts() {}

    /** How many gets found a value. */
    public long hits() {
        return hits;
    }

    /** How many gets found none. */
    public long misses() {
        return misses;
    }

    /** How many entries were put. */
    public long puts() {
        return puts;
    }

    /** How many entries were removed, whether they were there or not. */
    public long removes() {
        return removes;
    }

    /** How many walks over a term were begun. */
    public long scans() {
        return scans;
    }

    /** How many entries were given in walks. */
    public long walked() {
        return walked;
    }
}
