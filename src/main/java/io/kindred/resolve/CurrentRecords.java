package io.kindred.resolve;

import io.kindred.model.CarriedDecisions;
import io.kindred.model.CarriedErasure;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.link.Linker;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.record.DecisionRule;
import io.kindred.resolve.record.Effect;
import io.kindred.resolve.record.Expiry;
import io.kindred.resolve.record.VersionRule;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ExpirySchedule.Due;
import io.kindred.resolve.state.RecordMemory;
import io.kindred.resolve.state.RecordMemory.Remembered;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.keyed.KeyGroup;
import io.kindred.storage.shard.ErasedRecords.Erased;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps which records are current, with which descriptors and decisions. Applies what arrives and
 * what expires, and leaves links to the {@link Linker}.
 *
 * <p>Example: a record has a value that expires and one that does not. It arrives: both count. The
 * first expires: the record is replaced by one with the other value, and keeps both. The same
 * version arrives once more: a replay, since both are compared.
 */
final class CurrentRecords {

    private final ShardState state;
    private final ChangeSet changes;
    private final Linker linker;
    private final RecordMemory memory;
    private final DigestKey key;

    CurrentRecords(
            ShardState state, ChangeSet changes, Linker linker, DigestKey key, boolean forgets) {
        this.state = state;
        this.changes = changes;
        this.linker = linker;
        this.memory = new RecordMemory(state, key, forgets);
        this.key = key;
    }

    /** What is computed from a record alone. */
    Arrival prepare(SourceRecord record) {
        return Arrival.of(record, state.rules(record.identity().entityType()), state.meta().now());
    }

    /**
     * Applies a record.
     *
     * @param preparedAt the time when it was prepared
     */
    void apply(Arrival prepared, long preparedAt, ShardOutput output) {
        SourceRecord incoming = prepared.record();
        Remembered known = memory.of(incoming.identity());
        Optional<StoredRecord> stored = stored(known);
        if (known.current().isSeen() && !replacesCurrent(incoming, known, stored)) {
            return;
        }
        HeldDecisions decisions = decisions(incoming, known, stored);
        boolean isAsPrepared =
                preparedAt == state.meta().now() && decisions.equals(incoming.decisions());
        Arrival arrival = isAsPrepared ? prepared : prepare(incoming.with(decisions));
        boolean isErasure = incoming.op() == Op.ERASE;
        if (isErasure) {
            changes.erased(incoming.identity());
            reportErasure(incoming, known, stored, output);
        }
        OptionalLong id = apply(arrival, stored);
        Current now =
                new Current(
                        VersionRule.versionAfter(
                                known.current().isSeen()
                                        ? Optional.of(known.current().version())
                                        : Optional.empty(),
                                incoming),
                        id,
                        arrival.split().isGone() ? arrival.split().expired() : List.of(),
                        id.isPresent() ? HeldDecisions.NONE : decisions,
                        true);
        // A delete after an erasure must not bring the uid back.
        boolean staysErased = known.isErased() && !incoming.isUpsert();
        memory.set(incoming.identity(), known, now, isErasure || staysErased);
        state.meta().add(Count.ACCEPTED, 1);
        count(Effect.of(incoming, known.current().isSeen(), stored.isPresent()), incoming, output);
    }

    private Optional<StoredRecord> stored(Remembered known) {
        OptionalLong id = known.current().recordId();
        return id.isPresent() ? Optional.of(state.records().get(id.getAsLong())) : Optional.empty();
    }

    /**
     * The decisions about a record that arrives: those that the only shard holds, or those that
     * whoever keeps the record has attached.
     */
    private HeldDecisions decisions(
            SourceRecord incoming, Remembered known, Optional<StoredRecord> stored) {
        if (!state.isOnlyShard()) {
            return incoming.isUpsert() ? incoming.decisions() : HeldDecisions.NONE;
        }
        HeldDecisions held = held(known, stored);
        return held.isEmpty() ? incoming.decisions() : held;
    }

    private static HeldDecisions held(Remembered known, Optional<StoredRecord> stored) {
        return stored.map(StoredRecord::decisions).orElse(known.current().decisions());
    }

    private boolean replacesCurrent(
            SourceRecord incoming, Remembered known, Optional<StoredRecord> stored) {
        VersionRule.Decision decision =
                VersionRule.decide(
                        known.current().version(),
                        () -> content(incoming.identity(), known, stored),
                        incoming);
        switch (decision) {
            case REPLAY -> state.meta().add(Count.REPLAYED, 1);
            case OUTDATED -> state.meta().add(Count.OUTDATED, 1);
            case REPLACE -> {
                return true;
            }
        }
        return false;
    }

    /** What is current, as it was received. */
    private static SourceRecord content(
            RecordIdentity identity, Remembered known, Optional<StoredRecord> stored) {
        OptionalLong version = known.current().version();
        if (stored.isPresent()) {
            return SourceRecord.upsert(identity, version, received(stored.get()));
        }
        if (known.current().isGone()) {
            return SourceRecord.upsert(identity, version, known.current().expired());
        }
        return known.isErased()
                ? SourceRecord.erase(identity, version)
                : SourceRecord.delete(identity, version);
    }

    private static List<Descriptor> received(StoredRecord stored) {
        return Expiry.joined(stored.descriptors(), stored.expired());
    }

    /** Inserts, replaces or removes the record; returns its id if it exists now. */
    private OptionalLong apply(Arrival arrival, Optional<StoredRecord> stored) {
        SourceRecord incoming = arrival.record();
        if (arrival.split().isGone()) {
            state.meta().add(Count.EXPIRED_RECORDS, 1);
        }
        if (!incoming.isUpsert() || arrival.split().isGone()) {
            stored.ifPresent(record -> remove(record, incoming));
            return OptionalLong.empty();
        }
        if (stored.isPresent()) {
            replace(stored.get(), arrival);
            return OptionalLong.of(stored.get().id());
        }
        long id = state.records().newId();
        StoredRecord inserted =
                StoredRecord.arrived(id, incoming.identity(), List.of())
                        .withContent(
                                arrival.split().current(),
                                arrival.split().expired(),
                                incoming.decisions());
        linker.insert(inserted, arrival);
        state.meta().add(Count.RECORDS, 1);
        return OptionalLong.of(id);
    }

    private void remove(StoredRecord record, SourceRecord change) {
        linker.remove(record, change);
        state.meta().add(Count.RECORDS, -1);
    }

    private void replace(StoredRecord before, Arrival arrival) {
        StoredRecord after =
                before.withContent(
                        arrival.split().current(),
                        arrival.split().expired(),
                        arrival.record().decisions());
        boolean isSame =
                before.descriptors().equals(after.descriptors())
                        && before.decisions().inForce().equals(after.decisions().inForce());
        if (!isSame) {
            linker.replace(before, after, arrival);
        } else if (!before.equals(after)) {
            state.records().put(after);
        }
    }

    /** Counts an accepted update. With several shards the registry counts what arrives. */
    private void count(Effect effect, SourceRecord accepted, ShardOutput output) {
        ShardMeta meta = state.meta();
        switch (effect) {
            case DELETED -> meta.add(Count.DELETED, 1);
            case UNKNOWN_DELETE -> meta.add(Count.UNKNOWN_DELETES, state.isOnlyShard() ? 1 : 0);
            case REPLACED -> {
                meta.add(Count.REPLACED, 1);
                output.replaced(accepted.identity());
            }
            case OTHER -> {}
        }
    }

    private void reportErasure(
            SourceRecord erasure,
            Remembered known,
            Optional<StoredRecord> stored,
            ShardOutput output) {
        if (!state.isOnlyShard()) {
            return;
        }
        List<Descriptor> values =
                stored.map(CurrentRecords::received).orElse(known.current().expired());
        long keyEntries =
                stored.map(record -> prepare(content(erasure.identity(), known, stored)))
                        .map(CurrentRecords::keyEntries)
                        .orElse(0L);
        output.erased(
                new Erasure(
                        erasure.identity(),
                        erasure.version(),
                        values.size(),
                        (int) keyEntries,
                        held(known, stored).all().size()));
    }

    private static long keyEntries(Arrival arrival) {
        return arrival.terms().keys().values().stream()
                .filter(entry -> entry.keyPosition() >= 0)
                .count();
    }

    /** Applies a decision about a record and another. */
    void apply(DecisionSide side) {
        apply(
                side.identity(),
                new HeldDecisions(key.digest(side.identity()), List.of(side.held(key))));
    }

    /**
     * Applies migrated decisions.
     *
     * @throws IllegalStateException if their digests are of another key
     */
    void apply(CarriedDecisions carried) {
        if (!carried.decisions().own().equals(key.digest(carried.identity()))) {
            throw new IllegalStateException(
                    "the migrated decisions have digests of another key than this job");
        }
        apply(carried.identity(), carried.decisions());
    }

    /** Applies what is left of an erased record, unless more recent is known under its digest. */
    void apply(CarriedErasure carried) {
        memory.carry(
                carried.digest(),
                new Erased(KeyGroup.of(carried.key()), carried.version(), carried.decisions()),
                (before, now) -> count(carried.digest(), before, now));
    }

    private void count(RecordDigest own, Optional<HeldDecision> before, HeldDecision now) {
        if (own.compareTo(now.other()) < 0) {
            boolean was = before.filter(HeldDecision::isInForce).isPresent();
            state.meta().add(Count.DECISIONS, (now.isInForce() ? 1 : 0) - (was ? 1 : 0));
        }
    }

    private void apply(RecordIdentity identity, HeldDecisions incoming) {
        Remembered known = memory.of(identity);
        Optional<StoredRecord> stored = stored(known);
        HeldDecisions held = held(known, stored);
        HeldDecisions after =
                held.and(
                        incoming,
                        DecisionRule::current,
                        (before, now) -> count(incoming.own(), before, now));
        if (after.equals(held)) {
            return;
        }
        if (stored.isPresent()) {
            settle(stored.get(), again(stored.get(), after));
        } else {
            Current current = known.current();
            memory.set(
                    identity,
                    known,
                    new Current(
                            current.version(),
                            OptionalLong.empty(),
                            current.expired(),
                            after,
                            current.isSeen()),
                    known.isErased());
        }
    }

    /** A stored record as if it arrived now. */
    private Arrival again(StoredRecord stored, HeldDecisions decisions) {
        return prepare(
                SourceRecord.upsert(stored.identity(), OptionalLong.empty(), received(stored))
                        .with(decisions));
    }

    /** Applies the expiry of a record whose time has come. */
    void expire(Due due) {
        Optional<StoredRecord> stored = state.records().find(due.recordId());
        stored.ifPresent(this::expire);
        // Else nobody would: of a record that is not there, or by rules that are no longer those.
        state.expiry().remove(due);
    }

    /** Enters a record in the index of times, and applies what has expired of it. */
    void enter(long recordId) {
        Optional<StoredRecord> stored = state.records().find(recordId);
        stored.ifPresent(
                record -> {
                    state.enter(record);
                    expire(record);
                });
    }

    private void expire(StoredRecord record) {
        Arrival now = again(record, record.decisions());
        if (now.split().current().equals(record.descriptors())) {
            return;
        }
        settle(record, now);
    }

    /** Replaces a record by itself at this time; it may be gone by now. */
    private void settle(StoredRecord record, Arrival now) {
        if (!now.split().isGone()) {
            replace(record, now);
            return;
        }
        Remembered known = memory.of(record.identity());
        remove(record, SourceRecord.delete(record.identity(), known.current().version()));
        memory.set(
                record.identity(),
                known,
                new Current(
                        known.current().version(),
                        OptionalLong.empty(),
                        now.split().expired(),
                        now.record().decisions(),
                        true),
                false);
        state.meta().add(Count.EXPIRED_RECORDS, 1);
    }
}
