package io.kindred.flink.internal;

/**
 * A key for each key group of an operator whose keys are texts, under which the operator keeps what
 * belongs to no key of its own, such as an index of its keys by time. It moves with its key group.
 * No other key begins with U+001F.
 */
public final class GroupKeys {

    private final String[] keys;

    /**
     * Finds the keys by trying numbers from 0.
     *
     * @param groups the number of key groups
     */
    public GroupKeys(int groups) {
        keys = new String[groups];
        int left = groups;
        for (int candidate = 0; left > 0; candidate++) {
            String key = "\u001f" + candidate;
            int group = KeyGroups.of(key, groups);
            if (keys[group] == null) {
                keys[group] = key;
                left--;
            }
        }
    }

    /** The key of a key group. */
    public String ofGroup(int group) {
        return keys[group];
    }

    /** The key of the key group that another key is in. */
    public String near(String key) {
        return keys[KeyGroups.of(key, keys.length)];
    }
}
