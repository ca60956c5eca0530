package io.kindred.tools.kafka;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which records of a measurement were seen in an entity, and when. One thread sees them, any may
 * ask for one.
 */
final class SeenRecords {

    // In nanoseconds; 0: not yet.
    private final long[] at;
    private final int[] inOrder;
    private final AtomicInteger count = new AtomicInteger();

    /** None yet of so many. */
    SeenRecords(int records) {
        this.at = new long[records];
        this.inOrder = new int[records];
    }

    /** Whether the record is seen for the first time. */
    boolean see(int number, long nanos) {
        if (at[number] != 0) {
            return false;
        }
        at[number] = nanos;
        inOrder[count.get()] = number;
        count.incrementAndGet();
        return true;
    }

    /** How many there are that were not seen. */
    int left() {
        return at.length - count.get();
    }

    /** One of those that were seen, each as likely as any other; none before there are any. */
    OptionalInt any(SplittableRandom random) {
        int seen = count.get();
        return seen == 0 ? OptionalInt.empty() : OptionalInt.of(inOrder[random.nextInt(seen)]);
    }

    /** When each was seen, in nanoseconds; for the thread that saw them. */
    long[] times() {
        return at.clone();
    }
}
