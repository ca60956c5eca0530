package io.kindred.resolve.match;

import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.storage.shard.StoredRecord;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What comparing records needs again and again: records in normalised form, with the values that
 * comparisons look at, and scores of pairs. All in heap, up to fixed numbers; what is not there is
 * computed again. May be shared by the engines of one thread.
 *
 * <p>A record that is computed for the first time goes to a small map, which is cleared when it is
 * full. If it is computed again later, it goes to a table where the place of a record follows from
 * its id, and replaces the record that is there. Most records are needed in one batch only: so they
 * stay in heap for a short time, and the garbage collector need not copy them.
 */
public final class MatchCache {

    /** Shards have fewer records than 2 to the power of this. */
    private static final int OWNER_SHIFT = 40;

    private static final int USUAL_RECORDS = 16_384;
    private static final int USUAL_SCORES = 1 << 20;

    /**
     * An odd number that spreads ids, which are dense; 2 to the power of 64 divided by the golden
     * ratio.
     */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** {@link #recent} holds at most this fraction of the records: one in 16. */
    private static final int RECENT_SHARE = 16;

    private final @Nullable Cached[] table;

    /** The last key that was asked for at each place of {@link #table} in vain, plus 1. */
    private final long[] asked;

    private final Map<Long, Cached> recent = new HashMap<>();
    private final int maxRecent;
    private final ScoreTable scores;
    private int owners;

    /**
     * @param records how many records are kept, at least 2
     * @param scores how many scores are kept, a power of two
     */
    public MatchCache(int records, int scores) {
        this.maxRecent = Math.max(1, records / RECENT_SHARE);
        this.table = new Cached[records - maxRecent];
        this.asked = new long[table.length];
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
        private final long key;
        private final StoredRecord stored;
        private final NormalizedRecord normalized;

        Cached(long key, StoredRecord stored, NormalizedRecord normalized) {
            this.key = key;
            this.stored = stored;
            this.normalized = normalized;
        }

        boolean isOf(long otherKey, StoredRecord other) {
            return key == otherKey
                    && stored.identity().equals(other.identity())
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
        int place = (int) Long.remainderUnsigned(key * SPREAD, table.length);
        Cached known = table[place];
        if (known != null && known.isOf(key, stored)) {
            return known.normalized;
        }
        known = recent.get(key);
        if (known != null && known.isOf(key, stored)) {
            return known.normalized;
        }
        known = new Cached(key, stored, compute.apply(stored));
        if (asked[place] == key + 1) {
            table[place] = known;
        } else {
            asked[place] = key + 1;
            if (recent.size() >= maxRecent) {
                recent.clear();
            }
            recent.put(key, known);
        }
        return known.normalized;
    }

    ScoreTable scores() {
        return scores;
    }
}
