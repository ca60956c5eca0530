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
 */
public sealed interface ShardRole<T> extends Serializable {

    /** What its counts are called by. */
    String name();

    /** Whether its only shard is all there is, and whoever takes its updates takes them all. */
    default boolean isOnly() {
        return false;
    }

    /** Whether its shards hand over what may span them. */
    default boolean mayEscalate() {
        return false;
    }

    /** What one of its counts is called. */
    default String countName(Count count) {
        return ShardCounts.name(name(), count);
    }

    /** The shard that a message is for, from 0. */
    int shard(T message);

    /** The engine of a shard; see its constructors. */
    ShardEngine engine(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock);

    /** Tells a shard. */
    void tell(ShardEngine engine, T message);

    /** The question, if a message is one; it is not told. */
    default Optional<ShardMessage.Asked> asked(T message) {
        return message instanceof ShardMessage.Asked asked ? Optional.of(asked) : Optional.empty();
    }

    /** What a message takes on the heap, in bytes, by estimate. */
    long bytes(T message);

    /** Who makes the updates of a shard. */
    int owner(int shard);

    /** See {@link ShardRoles#ONLY} and {@link ShardRoles#ONLY_ASKED}. */
    record Only<T>() implements ShardRole<T> {
        @Override
        public String name() {
            return "shard";
        }

        @Override
        public boolean isOnly() {
            return true;
        }

        @Override
        public int shard(T message) {
            return 0;
        }

        @Override
        public ShardEngine engine(
                Ontology ontology,
                Timeline timeline,
                ShardTables tables,
                EmissionLimit limit,
                LongSupplier clock) {
            return new ShardEngine(ontology, timeline, tables, limit, clock);
        }

        @Override
        public void tell(ShardEngine engine, T message) {
            engine.accept(record(message));
        }

        @Override
        public long bytes(T message) {
            return RecordBytes.of(record(message));
        }

        @Override
        public int owner(int shard) {
            return shard;
        }

        private SourceRecord record(T message) {
            return message instanceof ShardMessage.Received received
                    ? received.record()
                    : (SourceRecord) message;
        }
    }

    /**
     * Of several who resolve; see {@link ShardRoles#ONE_OF_SEVERAL} and {@link
     * ShardRoles#RECONCILE}.
     *
     * @param name what its counts are called by
     * @param mayEscalate whether there is another who resolves what spans shards
     */
    record Part(String name, boolean mayEscalate) implements ShardRole<ShardMessage> {

        @Override
        public int shard(ShardMessage message) {
            return message.shard();
        }

        @Override
        public ShardEngine engine(
                Ontology ontology,
                Timeline timeline,
                ShardTables tables,
                EmissionLimit limit,
                LongSupplier clock) {
            return ShardEngine.ofSeveral(ontology, timeline, tables, limit, clock);
        }

        @Override
        public void tell(ShardEngine engine, ShardMessage message) {
            if (message instanceof ShardMessage.RecordChange change) {
                engine.accept(change.record());
            } else if (message instanceof ShardMessage.News listener) {
                engine.accept(listener.news());
            } else {
                throw new IllegalStateException(name + " cannot be told " + message);
            }
        }

        @Override
        public long bytes(ShardMessage message) {
            return message instanceof ShardMessage.RecordChange change
                    ? RecordBytes.of(change.record())
                    : RecordBytes.OF_NEWS;
        }

        @Override
        public int owner(int shard) {
            return mayEscalate ? shard : Owners.RECONCILE;
        }
    }
}
