package io.kindred.temporal;

/**
 * A half-open interval {@code [start, end)} of the timeline, never empty.
 *
 * <p>{@link #MIN} is minus infinity as a start, {@link #MAX} is plus infinity as an end. Intervals
 * order by start, then end.
 *
 * @param start the first point inside
 * @param end the first point after, greater than {@code start}
 */
public record Interval(long start, long end) implements Comparable<Interval> {

    /** The start of an interval without a beginning. */
    public static final long MIN = Long.MIN_VALUE;

    /** The end of an interval without an end. */
    public static final long MAX = Long.MAX_VALUE;

    /** All of time. */
    public static final Interval ALWAYS = new Interval(MIN, MAX);

    /**
     * @throws IllegalArgumentException if {@code start >= end}
     */
    public Interval {
        if (start >= end) {
            throw new IllegalArgumentException("empty interval [" + start + ", " + end + ")");
        }
    }

    /** Whether the two share a point. Intervals that only touch do not overlap. */
    public boolean overlaps(Interval other) {
        return start < other.end && other.start < end;
    }

    /** Whether the two overlap, or one begins where the other ends. */
    public boolean overlapsOrTouches(Interval other) {
        return start <= other.end && other.start <= end;
    }

    /**
     * The points in both.
     *
     * @throws IllegalArgumentException if they do not overlap
     */
    public Interval intersection(Interval other) {
        return new Interval(Math.max(start, other.start), Math.min(end, other.end));
    }

    /** The smallest interval that contains both. */
    public Interval span(Interval other) {
        return new Interval(Math.min(start, other.start), Math.max(end, other.end));
    }

    /** Whether every point of the other is in this one. */
    public boolean contains(Interval other) {
        return start <= other.start && other.end <= end;
    }

    @Override
    public int compareTo(Interval other) {
        int byStart = Long.compare(start, other.start);
        return byStart != 0 ? byStart : Long.compare(end, other.end);
    }

    @Override
    public String toString() {
        return "["
                + (start == MIN ? "-inf" : Long.toString(start))
                + ", "
                + (end == MAX ? "inf" : Long.toString(end))
                + ")";
    }
}
