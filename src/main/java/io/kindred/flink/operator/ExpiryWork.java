package io.kindred.flink.operator;

import java.time.Duration;

/**
 * Takes out what has expired, and enters the records in the index of times after retention was
 * introduced or shortened. Only the only shard does; with several shards the registry does.
 */
final class ExpiryWork implements ShardWork {

    /** How many records are taken at a time. */
    private static final int RECORDS = 100;

    /** How long a slice takes at most after a batch that took less. */
    private static final long LEAST_NANOS = Duration.ofMillis(20).toNanos();

    /** How long a slice takes at most, so that it holds up neither records nor barriers. */
    private static final long MOST_NANOS = Duration.ofMillis(200).toNanos();

    private final Shards shards;
    private boolean isIndexing = true;
    private boolean isExpiring = true;

    ExpiryWork(Shards shards) {
        this.shards = shards;
    }

    /** Sets the time of the shards; what has expired by then is to be taken out. */
    void advance(long now) {
        shards.forEach((engine, output) -> engine.advance(now));
        isExpiring = true;
    }

    @Override
    public boolean isPending() {
        return isIndexing || isExpiring;
    }

    /**
     * Takes half as long as the batch before, as far as the last records allow a guess: so new
     * records get two thirds of the time, and the work the rest.
     */
    @Override
    public void slice(FlushedBatch batch) {
        long start = System.nanoTime();
        long limit = Math.max(LEAST_NANOS, Math.min(MOST_NANOS, batch.nanos() / 2));
        long last;
        long taken;
        do {
            long before = System.nanoTime();
            shards.forEach(
                    (engine, output) -> {
                        isIndexing = engine.indexExpiry(RECORDS);
                        isExpiring = !isIndexing && engine.expire(RECORDS);
                        engine.flush(output);
                    });
            last = System.nanoTime() - before;
            taken = System.nanoTime() - start;
        } while (isPending() && taken + last < limit);
    }
}
