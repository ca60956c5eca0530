package io.kindred.flink.operator;

import io.kindred.resolve.ShardEngine;

import java.util.Collection;

/**
 * Emits golden values, or records, after a restore of a state without them. Every shard does, and
 * reconcile: the publishing operators cannot, since they never knew them.
 */
final class OutputFilling implements ShardWork {

    /** How many record ids a slice visits in each shard. */
    private static final int SLICE_IDS = 2_000;

    /** How many records a slice resolves or emits in each shard. */
    private static final int SLICE_RECORDS = 500;

    private final Collection<ShardEngine> engines;
    private final Shards shards;

    OutputFilling(Collection<ShardEngine> engines, Shards shards) {
        this.engines = engines;
        this.shards = shards;
    }

    @Override
    public boolean isPending() {
        return engines.stream().anyMatch(ShardEngine::lacksOutputs);
    }

    /** Takes more after a large batch, so that the walk comes to its end whatever the load. */
    @Override
    public void slice(FlushedBatch batch) {
        int records = Math.max(SLICE_RECORDS, 2 * batch.records());
        shards.forEach(
                (engine, output) -> {
                    if (engine.lacksOutputs()) {
                        engine.addOutputs(Math.max(SLICE_IDS, records), records, output);
                    }
                });
    }
}
