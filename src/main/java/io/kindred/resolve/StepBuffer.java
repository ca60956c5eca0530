package io.kindred.resolve;

import io.kindred.model.CarriedDecisions;
import io.kindred.model.CarriedErasure;
import io.kindred.model.DecisionSide;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.RecordInput;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.DueRecords;
import io.kindred.resolve.state.ExpirySchedule;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.KeyScope;
import io.kindred.storage.wire.KeyScopeChange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a shard is to apply with its next flush: changes of the scopes of key values, a slice of the
 * records that expire, and what has arrived, in this order.
 */
final class StepBuffer {

    private final ShardState state;
    private final ChangeSet changes;
    private final CurrentRecords records;
    private final Consumer<SourceRecord> erasures;
    private final DueRecords due;
    private final List<KeyScopeChange> scopeChanges = new ArrayList<>();

    /** What has arrived, in this order. */
    private final List<Consumer<ShardOutput>> steps = new ArrayList<>();

    /** The records that have arrived. */
    private final List<Arrival> arrivals = new ArrayList<>();

    /** The records that decisions have arrived about. */
    private final List<RecordIdentity> decided = new ArrayList<>();

    /** How many records the walk over all of them is to visit. */
    private long walking;

    /**
     * An empty buffer.
     *
     * @param erasures receives each erasure that is applied, before it is
     */
    StepBuffer(
            ShardState state,
            ChangeSet changes,
            CurrentRecords records,
            Consumer<SourceRecord> erasures) {
        this.state = state;
        this.changes = changes;
        this.records = records;
        this.erasures = erasures;
        this.due = new DueRecords(state.expiry());
    }

    boolean isEmpty() {
        return steps.isEmpty() && scopeChanges.isEmpty() && due.isEmpty() && walking == 0;
    }

    void add(KeyScopeChange change) {
        scopeChanges.add(change);
    }

    /**
     * Adds something about a record.
     *
     * @throws IllegalArgumentException if the ontology does not cover the entity type
     */
    void add(Input input) {
        if (input instanceof SourceRecord record) {
            Arrival arrival = records.prepare(record);
            long preparedAt = state.meta().now();
            arrivals.add(arrival);
            steps.add(output -> apply(arrival, preparedAt, output));
        } else if (input instanceof CarriedErasure erased) {
            steps.add(output -> records.apply(erased));
        } else {
            RecordInput decision = (RecordInput) input;
            state.rules(decision.identity().entityType());
            decided.add(decision.identity());
            steps.add(
                    decision instanceof CarriedDecisions held
                            ? output -> records.apply(held)
                            : output -> records.apply((DecisionSide) decision));
        }
    }

    /** Adds records whose time has come; see {@link ShardEngine#expire}. */
    boolean addExpired(int maxRecords) {
        return due.take(maxRecords, state.meta().now());
    }

    /** Adds records of the walk over all of them; see {@link ShardEngine#indexExpiry}. */
    boolean addWalked(int maxRecords) {
        ExpirySchedule expiry = state.expiry();
        if (expiry.isComplete()) {
            return false;
        }
        walking += maxRecords;
        return expiry.position() + walking < state.meta().recordIdsGiven();
    }

    /** Applies everything and empties the buffer. */
    void apply(ShardOutput output) {
        scopeChanges.forEach(this::apply);
        scopeChanges.clear();
        due.poll().forEach(records::expire);
        walk();
        state.prefetch(arrivals, decided);
        arrivals.clear();
        decided.clear();
        steps.forEach(step -> step.accept(output));
        steps.clear();
    }

    private void apply(KeyScopeChange change) {
        KeyScope before = state.scopes().get(change.signature());
        if (before != change.scope()) {
            state.scopes().set(change.signature(), change.scope());
            changes.recordScopeChange(change.signature(), change.entityType(), before);
        }
    }

    private void walk() {
        ExpirySchedule expiry = state.expiry();
        if (walking > 0 && !expiry.isComplete()) {
            long end = state.meta().recordIdsGiven();
            long to = Math.min(end, expiry.position() + walking);
            for (long id = expiry.position(); id < to; id++) {
                records.enter(id);
            }
            expiry.proceed(to, to == end);
        }
        walking = 0;
    }

    private void apply(Arrival arrival, long preparedAt, ShardOutput output) {
        if (arrival.record().op() == Op.ERASE) {
            erasures.accept(arrival.record());
        }
        records.apply(arrival, preparedAt, output);
    }
}
