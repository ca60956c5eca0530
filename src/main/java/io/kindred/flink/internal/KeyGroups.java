package io.kindred.flink.internal;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Flink's assignment of keys to key groups. */
public final class KeyGroups {

    private KeyGroups() {}

    /** The key group of a key, from 0 to {@code groups} - 1. It never changes. */
    public static int of(Object key, int groups) {
        return KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
    }
}
