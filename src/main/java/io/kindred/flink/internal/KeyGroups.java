package io.kindred.flink.internal;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** How Flink divides keys into groups, of which each subtask has some. */
public final class KeyGroups {

    private KeyGroups() {}

    /** The group of a key, from 0, among so many; the same for ever. */
    public static int of(Object key, int groups) {
        return KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
    }
}
