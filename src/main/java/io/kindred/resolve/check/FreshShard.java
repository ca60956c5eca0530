package io.kindred.resolve.check;

import io.kindred.model.DigestKey;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.Optional;

/** Resolves the current records of a shard again, from scratch, in other tables. */
final class FreshShard {

    private static final int BATCH = 1_000;

    /** Defers large components, so that each is resolved once, at the end. */
    private static final EmissionLimit LARGE_WAIT =
            new EmissionLimit(BATCH, Duration.ofDays(36_500));

    private final ShardState stored;
    private final ShardState fresh;
    private final ShardEngine engine;
    private int accepted;

    /**
     * @param stored the state with the records
     * @param fresh empty state
     */
    FreshShard(ShardState stored, ShardState fresh, Timeline timeline) {
        this.stored = stored;
        this.fresh = fresh;
        this.engine = engine(fresh, timeline, LARGE_WAIT);
    }

    /** Emits the deferred components of the stored state, so that all of it can be compared. */
    static void emitDeferred(ShardState stored, Timeline timeline) {
        engine(stored, timeline, EmissionLimit.NONE).flushAll(ShardOutput.NO_OP);
    }

    private static ShardEngine engine(ShardState state, Timeline timeline, EmissionLimit limit) {
        return new ShardEngine(state, timeline, limit, () -> 0, DigestKey.random(), false);
    }

    void resolve(Walk walk) {
        walk.over(
                "key-standings",
                stored.scopes().signatures(),
                signature -> fresh.scopes().set(signature, stored.scopes().get(signature)));
        walk.over("record-ids", stored.records().known(), this::accept);
        engine.flushAll(ShardOutput.NO_OP);
    }

    private void accept(Known known) {
        Optional<StoredRecord> record = Optional.empty();
        if (known.current().recordId().isPresent()) {
            record = stored.records().find(known.current().recordId().getAsLong());
        }
        record.ifPresent(
                each ->
                        engine.accept(
                                SourceRecord.upsert(
                                                known.identity(),
                                                known.current().version(),
                                                each.descriptors())
                                        .with(each.decisions())));
        if (++accepted % BATCH == 0) {
            engine.flush(ShardOutput.NO_OP);
        }
    }
}
