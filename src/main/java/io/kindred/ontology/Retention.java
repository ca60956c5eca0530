package io.kindred.ontology;

/**
 * For how long values count after they ended.
 *
 * @param points in points of the timeline, from 0; {@link Long#MAX_VALUE} for ever
 */
public record Retention(long points) {

    /** Values count for ever. */
    public static final Retention FOREVER = new Retention(Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if it is negative
     */
    public Retention {
        if (points < 0) {
            throw new IllegalArgumentException("negative: " + points);
        }
    }

    /** Whether values expire at all. */
    public boolean isLimited() {
        return points != Long.MAX_VALUE;
    }

    /**
     * When a value that ends at a time expires: it no longer counts from then on. {@link
     * Long#MAX_VALUE} if never.
     */
    public long expiry(long end) {
        if (!isLimited() || end > 0 && points > Long.MAX_VALUE - end) {
            return Long.MAX_VALUE;
        }
        return end + points;
    }
}
