package io.kindred.tools.kafka;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The records that were seen in an entity, and when. One thread adds records, any thread may read.
 */
final class SeenRecords {

    // In nanoseconds; 0 before a record is seen.
    private final long[] at;
    private final int[] inOrder;
    private final AtomicInteger count = new AtomicInteger();

    /** Creates the list for a number of records, none of them seen. */
    SeenRecords(int records) {
        this.at = new long[records];
        this.inOrder = new int[records];
    }

    /** Adds a record and returns whether it is new. */
    boolean see(int number, long nanos) {
        if (at[number] != 0) {
            return false;
        }
        at[number] = nanos;
        inOrder[count.get()] = number;
        count.incrementAndGet();
        return true;
    }

    /** The number of records not yet seen. */
    int left() {
        return at.length - count.get();
    }

    /** A random record among those seen; empty if there are none. */
    OptionalInt any(SplittableRandom random) {
        int seen = count.get();
        return seen == 0 ? OptionalInt.empty() : OptionalInt.of(inOrder[random.nextInt(seen)]);
    }

    /** The times at which records were seen in nanoseconds; only for the thread that adds them. */
    long[] times() {
        return at.clone();
    }
}
