package io.kindred.tools.quality;

import io.kindred.tools.profile.ValueCounts;

import java.util.List;
import java.util.PriorityQueue;

/**
 * A sample of names that depends on the names only: those with the least hashes (bottom-k
 * sampling), so that the same data has the same sample in every run.
 */
public final class HashSample {

    private final int limit;
    private final PriorityQueue<Hashed> least = new PriorityQueue<>();

    private record Hashed(long hash, String name) implements Comparable<Hashed> {

        /** The greatest first. */
        @Override
        public int compareTo(Hashed other) {
            int byHash = Long.compare(other.hash, hash);
            return byHash != 0 ? byHash : other.name.compareTo(name);
        }
    }

    /**
     * @param limit the most names, at least 1
     */
    public HashSample(int limit) {
        this.limit = limit;
    }

    /** Adds a name, which should come once. */
    public void add(String name) {
        long hash = ValueCounts.hash(name);
        if (least.size() < limit || hash < least.element().hash()) {
            least.add(new Hashed(hash, name));
            if (least.size() > limit) {
                least.remove();
            }
        }
    }

    /** The sample, sorted by name. */
    public List<String> names() {
        return least.stream().map(Hashed::name).sorted().toList();
    }
}
