package io.kindred.resolve.emit;

import java.time.Duration;

/**
 * How often large components are emitted anew while they grow: a component with more than {@code
 * records} records at most every {@code interval}, one with more than {@value #IN_PROPORTION} times
 * as many in proportion less often, so that the time it takes stays a bounded share of all time.
 *
 * @param records from how many records on a component is large; at least 1
 * @param interval at least 0; with 0 nothing waits
 * @param held caches large components as they were last emitted, so that growing costs less; all
 *     engines that are given the same one share it
 */
public record EmissionLimit(long records, Duration interval, LargeEntityBudget held) {

    /** Every change is emitted with the batch that brought it. */
    public static final EmissionLimit NONE = new EmissionLimit(Long.MAX_VALUE, Duration.ZERO);

    private static final int IN_PROPORTION = 10;

    /** The same with none held. */
    public EmissionLimit(long records, Duration interval) {
        this(records, interval, new LargeEntityBudget(0));
    }

    /** Whether a component of the size may have to wait. */
    boolean isLarge(long size) {
        return size > records;
    }

    /** How long after it was emitted a large component of the size may be emitted again, in ms. */
    long waitOf(long size) {
        long share = Math.max(1, size / (records * IN_PROPORTION));
        return interval.toMillis() * share;
    }
}
