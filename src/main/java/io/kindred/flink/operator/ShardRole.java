package io.kindred.flink.operator;

import io.kindred.model.DigestKey;
import io.kindred.model.Input;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.match.MatchCache;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Timeline;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The role of a {@link ShardOperator} in the job: which messages its shards receive and emit.
 *
 * @param <T> the messages that its shards receive
 * @param name the prefix of its counts' names
 * @param isOnly whether it has the job's only shard, so that all updates go to one output
 * @param mayEscalate whether its shards escalate components that may span shards
 */
public record ShardRole<T>(String name, boolean isOnly, boolean mayEscalate)
        implements Serializable {

    /** The only shard of a job without queries; it receives records and decisions. */
    public static final ShardRole<Input> ONLY = new ShardRole<>("shard", true, false);

    /** The only shard of a job with queries; it receives questions, too. */
    public static final ShardRole<ShardMessage> ONLY_ASKED = new ShardRole<>("shard", true, false);

    /** One of several shards, among which the records are partitioned. */
    public static final ShardRole<ShardMessage> ONE_OF_SEVERAL =
            new ShardRole<>("shard", false, true);

    /** The lanes that resolve components that span shards. */
    public static final ShardRole<ShardMessage> RECONCILE =
            new ShardRole<>("reconcile", false, false);

    /** The name of a count's accumulator and gauge. */
    String countName(Count count) {
        return ShardCounts.name(name, count);
    }

    /**
     * The state of a shard of this role.
     *
     * @param matches shared by the engines of a subtask
     * @param outputs what is emitted besides what every job has
     */
    ShardState state(
            Ontology ontology, ShardTables tables, MatchCache matches, OptionalOutputs outputs) {
        // What reconcile has of records, a shard has, too, and emits it.
        boolean hasRecords = isOnly || mayEscalate;
        return new ShardState(
                ontology,
                tables,
                isOnly,
                new OptionalOutputs(outputs.goldenValues(), outputs.records() && hasRecords),
                matches);
    }

    /**
     * An engine for a shard of this role.
     *
     * @param key makes the digests of erased records
     * @param forgets whether it is forgotten some time that a record was there
     */
    ShardEngine engine(
            ShardState state,
            Timeline timeline,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets) {
        if (isOnly) {
            return new ShardEngine(state, timeline, limit, clock, key, forgets);
        }
        return mayEscalate
                ? ShardEngine.ofSeveral(state, timeline, limit, clock, key, forgets)
                : ShardEngine.ofReconcile(state, timeline, limit, clock, key, forgets);
    }

    /** The shard that a message is addressed to, from 0. */
    public int shard(T message) {
        return message instanceof ShardMessage sent ? sent.shard() : 0;
    }

    /**
     * The question, if the message is one; a question is not {@linkplain #deliver delivered} to the
     * engine.
     */
    Optional<ShardMessage.Asked> asked(T message) {
        return message instanceof ShardMessage.Asked asked ? Optional.of(asked) : Optional.empty();
    }

    /** Delivers a record, decision or scope change to the engine of a shard. */
    void deliver(ShardEngine engine, T message) {
        if (!isOnly && message instanceof ShardMessage.ScopeChange scopeChange) {
            engine.accept(scopeChange.change());
        } else {
            engine.accept(input(message));
        }
    }

    /** The estimated heap size of a message in bytes. */
    long bytes(T message) {
        return message instanceof ShardMessage.ScopeChange
                ? RecordBytes.OF_SCOPE_CHANGE
                : RecordBytes.of(input(message));
    }

    /** The owner number of a shard's updates, see {@link Owners}. */
    int owner(int shard) {
        return isOnly || mayEscalate ? shard : Owners.RECONCILE;
    }

    private Input input(T message) {
        if (isOnly && message instanceof Input input) {
            return input;
        }
        if (isOnly && message instanceof ShardMessage.Received received) {
            return received.input();
        }
        if (!isOnly && message instanceof ShardMessage.RecordChange change) {
            return change.record();
        }
        throw new IllegalStateException(name + " cannot receive " + message);
    }
}
