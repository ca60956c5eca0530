package io.kindred.resolve.match;

import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.storage.shard.StoredRecord;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What comparing records needs again and again: records in normalised form, with the values that
 * comparisons look at, and scores of pairs. All in heap, up to fixed numbers; what is not there is
 * computed again. May be shared by the engines of one thread.
 */
public final class MatchCache {

    /** Shards have fewer records than 2 to the power of this. */
    private static final int OWNER_SHIFT = 40;

    private static final int USUAL_RECORDS = 16_384;
    private static final int USUAL_SCORES = 1 << 20;

    private final Map<Long, Cached> records;
    private final ScoreTable scores;
    private int owners;

    /**
     * @param records how many records are kept, at least 2
     * @param scores how many scores are kept, a power of two
     */
    public MatchCache(int records, int scores) {
        this.records =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Long, Cached> eldest) {
                        return size() > records;
                    }
                };
        this.scores = new ScoreTable(scores);
    }

    /**
     * A cache of 16,384 records, some 50 MB with a dozen short values each, and of 1,048,576
     * scores, which are 24 MiB. It takes up memory as it is used.
     */
    public static MatchCache ofUsualSize() {
        return new MatchCache(USUAL_RECORDS, USUAL_SCORES);
    }

    private static final class Cached {
        private final StoredRecord stored;
        private final NormalizedRecord normalized;

        Cached(StoredRecord stored, NormalizedRecord normalized) {
            this.stored = stored;
            this.normalized = normalized;
        }

        boolean isOf(StoredRecord other) {
            return stored.identity().equals(other.identity())
                    && stored.descriptors().equals(other.descriptors())
                    && stored.decisions().equals(other.decisions());
        }
    }

    /** A number for one more shard that shares the cache. */
    public int newOwner() {
        return owners++;
    }

    /**
     * The normalised form of a stored record.
     *
     * @param owner the {@linkplain #newOwner number} of its shard
     */
    public NormalizedRecord normalized(
            int owner, StoredRecord stored, Function<StoredRecord, NormalizedRecord> compute) {
        long key = ((long) owner << OWNER_SHIFT) + stored.id();
        Cached known = records.get(key);
        if (known != null && known.isOf(stored)) {
            return known.normalized;
        }
        NormalizedRecord normalized = compute.apply(stored);
        records.put(key, new Cached(stored, normalized));
        return normalized;
    }

    ScoreTable scores() {
        return scores;
    }
}
