package io.kindred.resolve.cluster;

/**
 * A union-find structure over the numbers from 0 to a limit, with union by size and path halving.
 *
 * <p>Example: after {@code join(0, 1)} and {@code join(1, 2)}, {@code find} returns one number for
 * 0, 1 and 2. An operation takes nearly constant amortised time.
 *
 * <p>See Cormen et al., <i>Introduction to Algorithms</i>, chapter "Data Structures for Disjoint
 * Sets".
 */
public final class DisjointSets {

    private final int[] parent;
    private final int[] size;

    public DisjointSets(int count) {
        parent = new int[count];
        size = new int[count];
        for (int i = 0; i < count; i++) {
            parent[i] = i;
            size[i] = 1;
        }
    }

    /** The representative of the set that contains the item; it may change with a join. */
    public int find(int item) {
        int at = item;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Joins two sets and returns the representative of the result. */
    public int join(int a, int b) {
        int left = find(a);
        int right = find(b);
        if (left == right) {
            return left;
        }
        int into = size[left] >= size[right] ? left : right;
        int from = into == left ? right : left;
        parent[from] = into;
        size[into] += size[from];
        return into;
    }
}
