package io.kindred.flink.operator;

/**
 * Emits the updates of all records once more, for sinks that are new. Only the only shard does;
 * with several shards the publishing operators do.
 */
final class SinkFilling implements ShardWork {

    /** How many records a slice reads. */
    private static final int SLICE_RECORDS = 500;

    private final RestoredFills fills;
    private final Shards shards;

    SinkFilling(RestoredFills fills, Shards shards) {
        this.fills = fills;
        this.shards = shards;
    }

    @Override
    public boolean isPending() {
        return fills.isPending();
    }

    /** Reads twice as many records as came, so that the walk comes to its end whatever the load. */
    @Override
    public void slice(FlushedBatch batch) {
        shards.forEach(
                (engine, output) ->
                        engine.repeat(
                                        fills.position(),
                                        2 * batch.records(),
                                        SLICE_RECORDS,
                                        fills.pending(),
                                        output)
                                .ifPresentOrElse(fills::proceed, fills::complete));
    }
}
