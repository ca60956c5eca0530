package io.kindred.tools.kafka;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The records that arrived in an entity, and when. One thread adds records, any thread may read.
 */
final class SeenRecords {

    // The time of each record in nanoseconds; 0 if it has not arrived.
    private final long[] at;
    private final int[] inOrder;
    private final AtomicInteger count = new AtomicInteger();

    /** Creates the list for a number of records, none of which has arrived. */
    SeenRecords(int records) {
        this.at = new long[records];
        this.inOrder = new int[records];
    }

    /** Adds a record. Returns whether it is new; if not, its first time stays. */
    boolean add(int number, long nanos) {
        if (at[number] != 0) {
            return false;
        }
        at[number] = nanos;
        inOrder[count.get()] = number;
        count.incrementAndGet();
        return true;
    }

    /** The number of records that have not arrived yet. */
    int remaining() {
        return at.length - count.get();
    }

    /** A random record among those that have arrived; empty if there are none. */
    OptionalInt pickAny(SplittableRandom random) {
        int seen = count.get();
        return seen == 0 ? OptionalInt.empty() : OptionalInt.of(inOrder[random.nextInt(seen)]);
    }

    /** The arrival times in nanoseconds. Only the thread that adds records may call this. */
    long[] times() {
        return at.clone();
    }
}
