package io.kindred.flink.operator;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Timeline;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a {@link ShardOperator} is in the job.
 *
 * @param <T> what its shards are told
 * @param name what its counts are called by
 * @param isOnly whether its only shard is all there is, and whoever takes its updates takes them
 *     all
 * @param mayEscalate whether its shards hand over what may span them
 */
public record ShardRole<T>(String name, boolean isOnly, boolean mayEscalate)
        implements Serializable {

    /** The role of the one shard of a job that has no others: it is told records as they come. */
    public static final ShardRole<SourceRecord> ONLY = new ShardRole<>("shard", true, false);

    /** The same where it may be asked, too. */
    public static final ShardRole<ShardMessage> ONLY_ASKED = new ShardRole<>("shard", true, false);

    /** The role of the shards among which records are divided. */
    public static final ShardRole<ShardMessage> ONE_OF_SEVERAL =
            new ShardRole<>("shard", false, true);

    /** The role of those who resolve what spans shards. */
    public static final ShardRole<ShardMessage> RECONCILE =
            new ShardRole<>("reconcile", false, false);

    /** What one of its counts is called. */
    String countName(Count count) {
        return ShardCounts.name(name, count);
    }

    /** The engine of a shard; see its constructors. */
    ShardEngine engine(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock) {
        return isOnly
                ? new ShardEngine(ontology, timeline, tables, limit, clock)
                : ShardEngine.ofSeveral(ontology, timeline, tables, limit, clock);
    }

    /** The shard that a message is for, from 0. */
    public int shard(T message) {
        return message instanceof ShardMessage sent ? sent.shard() : 0;
    }

    /** The question, if a message is one; it is not told. */
    Optional<ShardMessage.Asked> asked(T message) {
        return message instanceof ShardMessage.Asked asked ? Optional.of(asked) : Optional.empty();
    }

    /** Tells a shard. */
    void tell(ShardEngine engine, T message) {
        if (!isOnly && message instanceof ShardMessage.News listener) {
            engine.accept(listener.news());
        } else {
            engine.accept(record(message));
        }
    }

    /** What a message takes on the heap, in bytes, by estimate. */
    long bytes(T message) {
        return message instanceof ShardMessage.News
                ? RecordBytes.OF_NEWS
                : RecordBytes.of(record(message));
    }

    /** Who makes the updates of a shard. */
    int owner(int shard) {
        return isOnly || mayEscalate ? shard : Owners.RECONCILE;
    }

    private SourceRecord record(T message) {
        if (isOnly && message instanceof SourceRecord record) {
            return record;
        }
        if (isOnly && message instanceof ShardMessage.Received received) {
            return received.record();
        }
        if (!isOnly && message instanceof ShardMessage.RecordChange change) {
            return change.record();
        }
        throw new IllegalStateException(name + " cannot be told " + message);
    }
}
