package io.kindred.resolve.cluster;

import io.kindred.resolve.record.KeyValues;
import io.kindred.temporal.Interval;

import java.util.Comparator;

/**
 * Two records that a key finds and whose score is enough to link them. Sorted as they are visited:
 * by descending score, then by record.
 *
 * @param lesser the position of the lesser record in the sorted list of records
 * @param score in thousandths of a bit
 * @param key the key and values that both have
 * @param interval when both have them
 */
public record ScoredLink(int lesser, int greater, long score, KeyValues key, Interval interval)
        implements Comparable<ScoredLink> {

    private static final Comparator<ScoredLink> ORDER =
            Comparator.comparingLong(ScoredLink::score)
                    .reversed()
                    .thenComparingInt(ScoredLink::lesser)
                    .thenComparingInt(ScoredLink::greater);

    @Override
    public int compareTo(ScoredLink other) {
        return ORDER.compare(this, other);
    }
}
