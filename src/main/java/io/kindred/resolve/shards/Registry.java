package io.kindred.resolve.shards;

import io.kindred.model.CarriedDecisions;
import io.kindred.model.DecisionSide;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.HeldDecisions;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.DecisionRule;
import io.kindred.resolve.record.Effect;
import io.kindred.resolve.record.Expiry;
import io.kindred.resolve.record.HomeShard;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.VersionRule;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.Registration.Status;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage.RecordChange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Keeps the current version of each record identity, and turns changes into messages for the shards
 * and the directory. Shards are sent what counts only: descriptors that have not expired, and
 * decisions in force.
 *
 * <p>Changes are numbered per identity without gaps, so messages may overtake each other: a
 * receiver ignores any number that is not greater than the last one it saw. A record that moves to
 * another shard makes two changes, the removal first. An erasure is one change, which every shard
 * is sent: any of them may have held the record.
 *
 * <p>Example: version 1 of a record lives in shard 0: change 1 upserts it there. Version 2 moves it
 * to shard 3: change 2 deletes it in shard 0, and change 3 upserts it in shard 3. When its last
 * value expires, change 4 deletes it in shard 3.
 *
 * <p>All state is in the registrations passed in and returned. Costs the key entries of the record
 * before and after.
 */
public final class Registry {

    private final Ontology ontology;
    private final int shards;
    private final HomeShard homeShard;

    /**
     * A registry for a fixed number of shards.
     *
     * @throws IllegalArgumentException if the number of shards is less than 1
     */
    public Registry(Ontology ontology, int shards) {
        this.ontology = ontology;
        this.shards = shards;
        this.homeShard = new HomeShard(shards);
    }

    /** What happened to an incoming record. */
    public enum Decision {
        /** It is current from now on. */
        ACCEPTED,
        /** It equals what is current. */
        REPLAYED,
        /** It is older than what is current. */
        OUTDATED
    }

    /**
     * The new state and what to emit.
     *
     * @param more the change in the number of records: 1, 0 or -1
     * @param effect what the record did; {@link Effect#OTHER} unless accepted
     * @param after the registration to store; unchanged unless accepted
     * @param changes in the order in which they must be emitted
     * @param keyChanges one for each key value whose records changed
     * @param erasure what was removed, if the record was erased
     */
    public record Outcome(
            Decision decision,
            int more,
            Effect effect,
            Registration after,
            List<RecordChange> changes,
            List<KeyChange> keyChanges,
            Optional<Erasure> erasure) {

        public Outcome {
            changes = List.copyOf(changes);
            keyChanges = List.copyOf(keyChanges);
        }

        /** Of what is no erasure. */
        public Outcome(
                Decision decision,
                int more,
                Effect effect,
                Registration after,
                List<RecordChange> changes,
                List<KeyChange> keyChanges) {
            this(decision, more, effect, after, changes, keyChanges, Optional.empty());
        }

        private static Outcome nothing(Decision decision, Registration as) {
            return new Outcome(decision, 0, Effect.OTHER, as, List.of(), List.of());
        }
    }

    /**
     * Processes a record.
     *
     * @param before the stored registration of its identity, if any
     * @param now the time, which decides what has expired; any without retention
     * @throws IllegalArgumentException if the ontology does not cover the entity type
     */
    public Outcome accept(Optional<Registration> before, SourceRecord incoming, long now) {
        RecordIdentity identity = incoming.identity();
        Registration known = before.orElse(Registration.UNSEEN);
        if (known.isSeen()) {
            switch (VersionRule.decide(
                    known.version(), () -> known.received(identity), incoming.asKept())) {
                case REPLAY -> {
                    return Outcome.nothing(Decision.REPLAYED, known);
                }
                case OUTDATED -> {
                    return Outcome.nothing(Decision.OUTDATED, known);
                }
                case REPLACE -> {}
            }
        }
        OptionalLong version =
                VersionRule.versionAfter(
                        known.isSeen() ? Optional.of(known.version()) : Optional.empty(), incoming);
        Effect effect = Effect.of(incoming, known.isSeen(), known.present());
        if (incoming.op() == Op.ERASE) {
            return erase(identity, known, incoming.version(), version, effect);
        }
        Registration after =
                incoming.isUpsert()
                        ? registration(known, version, incoming, now)
                        : new Registration(
                                // A delete after an erasure must not bring the uid back.
                                known.status() == Status.ERASED ? Status.ERASED : Status.DELETED,
                                version,
                                known.change(),
                                List.of(),
                                List.of(),
                                known.decisions());
        return change(identity, known, after, effect);
    }

    private Registration registration(
            Registration known, OptionalLong version, SourceRecord incoming, long now) {
        Expiry.Split split =
                Expiry.split(incoming.descriptors(), rules(incoming.identity().entityType()), now);
        return new Registration(
                split.isGone() ? Status.GONE : Status.PRESENT,
                version,
                known.change(),
                split.current(),
                split.expired(),
                known.decisions());
    }

    /**
     * Processes a decision about a record and another, whether they are there or not. The outcome
     * is {@link Decision#OUTDATED} if another decision about the two stays current.
     *
     * @param before the stored registration of the record that it is sent to, if any
     * @param key makes the digests of identities
     */
    public Outcome accept(Optional<Registration> before, DecisionSide side, DigestKey key) {
        return accept(
                before,
                side.identity(),
                new HeldDecisions(key.digest(side.identity()), List.of(side.held(key))));
    }

    /**
     * Processes decisions about a record that a saved state held. The outcome is {@link
     * Decision#OUTDATED} if they change nothing.
     *
     * @param before the stored registration of the record, if any
     * @param key makes the digests of identities
     * @throws IllegalStateException if their digests are of another key
     */
    public Outcome accept(Optional<Registration> before, CarriedDecisions carried, DigestKey key) {
        if (!carried.decisions().own().equals(key.digest(carried.identity()))) {
            throw new IllegalStateException(
                    "the migrated decisions have digests of another key than this job");
        }
        return accept(before, carried.identity(), carried.decisions());
    }

    private Outcome accept(
            Optional<Registration> before, RecordIdentity identity, HeldDecisions incoming) {
        Registration known = before.orElse(Registration.UNSEEN);
        HeldDecisions all =
                known.decisions().and(incoming, DecisionRule::current, (replaced, now) -> {});
        if (all.equals(known.decisions())) {
            return Outcome.nothing(Decision.OUTDATED, known);
        }
        return change(
                identity,
                known,
                known.with(known.status() == Status.ERASED ? all.withoutReasons() : all),
                Effect.OTHER);
    }

    /**
     * Takes out what has expired. The outcome is {@link Decision#REPLAYED} if nothing has.
     *
     * @param before the stored registration of the identity
     */
    public Outcome expire(Registration before, RecordIdentity identity, long now) {
        if (!before.present()) {
            return Outcome.nothing(Decision.REPLAYED, before);
        }
        Expiry.Split split = Expiry.split(before.descriptors(), rules(identity.entityType()), now);
        if (split.expired().isEmpty()) {
            return Outcome.nothing(Decision.REPLAYED, before);
        }
        return change(
                identity,
                before,
                new Registration(
                        split.isGone() ? Status.GONE : Status.PRESENT,
                        before.version(),
                        before.change(),
                        split.current(),
                        Expiry.joined(before.expired(), split.expired()),
                        before.decisions()),
                Effect.OTHER);
    }

    /**
     * What shards are asked to find out how a record would be resolved if it arrived now, as the
     * newest version of itself.
     *
     * @param before the stored registration of its identity, if any
     * @param incoming an upsert
     * @param now see {@link #accept(Optional, SourceRecord, long)}
     */
    public Neighbors neighbors(Optional<Registration> before, SourceRecord incoming, long now) {
        RecordIdentity identity = incoming.identity();
        Registration known = before.orElse(Registration.UNSEEN);
        Registration after = registration(known, incoming.version(), incoming, now);
        return new Neighbors(
                after.present()
                        ? sent(identity, after.numbered(known.change() + 1))
                        : SourceRecord.delete(identity, OptionalLong.of(known.change() + 1)),
                known.present() ? Optional.of(sent(identity, known)) : Optional.empty());
    }

    /** What a shard is sent of a record that is there. */
    private static SourceRecord sent(RecordIdentity identity, Registration registered) {
        return SourceRecord.upsert(
                        identity, OptionalLong.of(registered.change()), registered.descriptors())
                .with(registered.decisions().inForce());
    }

    /** The changes from one registration to the next, which has the change number of the first. */
    private Outcome change(
            RecordIdentity identity, Registration before, Registration after, Effect effect) {
        if (isSameForShards(before, after)) {
            return new Outcome(Decision.ACCEPTED, 0, effect, after, List.of(), List.of());
        }
        Optional<Place> from = place(identity, before);
        Optional<Place> to = place(identity, after);
        long number = before.change();
        List<RecordChange> changes = new ArrayList<>(2);
        if (from.isPresent() && !shard(from).equals(shard(to))) {
            number++;
            changes.add(
                    new RecordChange(
                            from.get().shard(),
                            SourceRecord.delete(identity, OptionalLong.of(number))));
        }
        if (to.isPresent()) {
            number++;
            changes.add(new RecordChange(to.get().shard(), sent(identity, after.numbered(number))));
        }
        return new Outcome(
                Decision.ACCEPTED,
                (to.isPresent() ? 1 : 0) - (from.isPresent() ? 1 : 0),
                effect,
                after.numbered(number),
                changes,
                keyChanges(identity.entityType(), from, to));
    }

    /** Whether nothing changed that shards are sent. */
    private static boolean isSameForShards(Registration a, Registration b) {
        return a.present() == b.present()
                && (!a.present()
                        || a.descriptors().equals(b.descriptors())
                                && a.decisions().inForce().equals(b.decisions().inForce()));
    }

    /**
     * Erases a record. Shards that were sent anything of it must know, whether or not it is there.
     *
     * @param incoming the version of the erasure, if it has one
     * @param version the version from now on
     */
    private Outcome erase(
            RecordIdentity identity,
            Registration before,
            OptionalLong incoming,
            OptionalLong version,
            Effect effect) {
        Optional<Place> from = place(identity, before);
        boolean isErased = before.status() == Status.ERASED;
        boolean isKnownToShards = before.change() > 0 && !isErased;
        long number = before.change() + (isKnownToShards ? 1 : 0);
        SourceRecord erasure = SourceRecord.erase(identity, OptionalLong.of(number));
        List<RecordChange> changes = new ArrayList<>();
        for (int shard = 0; isKnownToShards && shard < shards; shard++) {
            changes.add(new RecordChange(shard, erasure));
        }
        return new Outcome(
                Decision.ACCEPTED,
                from.isPresent() ? -1 : 0,
                effect,
                new Registration(
                        Status.ERASED,
                        version,
                        number,
                        List.of(),
                        List.of(),
                        before.decisions().withoutReasons()),
                changes,
                keyChanges(identity.entityType(), from, Optional.empty()),
                Optional.of(
                        new Erasure(
                                identity,
                                incoming,
                                before.descriptors().size() + before.expired().size(),
                                from.map(Place::identityKeys).orElse(0),
                                before.decisions().all().size())));
    }

    /**
     * The shard of a record, and its keys.
     *
     * @param keys its key entries by signature
     */
    private record Place(int shard, Map<ByteKey, KeyEntry> keys) {

        int identityKeys() {
            return (int)
                    keys.values().stream()
                            .filter(entry -> entry.keyPosition() != IdentityKey.DECISION_POSITION)
                            .count();
        }
    }

    private Optional<Place> place(RecordIdentity identity, Registration registered) {
        if (!registered.present()) {
            return Optional.empty();
        }
        EntityTypeRules rules = rules(identity.entityType());
        Map<ByteKey, KeyEntry> keys =
                RecordTerms.keys(
                        NormalizedRecord.of(
                                identity, registered.descriptors(), registered.decisions(), rules),
                        rules);
        return Optional.of(new Place(homeShard.of(identity, keys), keys));
    }

    private List<KeyChange> keyChanges(
            String entityType, Optional<Place> from, Optional<Place> to) {
        List<KeyChange> changes = new ArrayList<>();
        Map<ByteKey, KeyEntry> before = from.map(Place::keys).orElse(Map.of());
        Map<ByteKey, KeyEntry> after = to.map(Place::keys).orElse(Map.of());
        boolean isMoved = !shard(from).equals(shard(to));
        before.forEach(
                (signature, entry) -> {
                    if (!after.containsKey(signature)) {
                        changes.add(
                                change(
                                        entityType,
                                        signature,
                                        entry,
                                        shard(from),
                                        OptionalInt.empty()));
                    } else if (isMoved) {
                        changes.add(change(entityType, signature, entry, shard(from), shard(to)));
                    }
                });
        after.forEach(
                (signature, entry) -> {
                    if (!before.containsKey(signature)) {
                        changes.add(
                                change(
                                        entityType,
                                        signature,
                                        entry,
                                        OptionalInt.empty(),
                                        shard(to)));
                    }
                });
        return changes;
    }

    private KeyChange change(
            String entityType,
            ByteKey signature,
            KeyEntry entry,
            OptionalInt from,
            OptionalInt to) {
        IdentityKey key = rules(entityType).key(entry.keyPosition());
        return new KeyChange(signature, entityType, key.name(), entry.values(), from, to);
    }

    private static OptionalInt shard(Optional<Place> place) {
        return place.isPresent() ? OptionalInt.of(place.get().shard()) : OptionalInt.empty();
    }

    private EntityTypeRules rules(String entityType) {
        return ontology.rules(entityType)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the ontology does not cover " + entityType));
    }
}
