package io.kindred.resolve.cluster;

/** Sets of the numbers below a limit that only ever join (union by size, path halving). */
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

    /** The number that stands for the set that holds this one now. */
    public int find(int item) {
        int at = item;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Joins two sets and gives the number that stands for both now. */
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
