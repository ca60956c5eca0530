package io.kindred.resolve.shards;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.Effect;
import io.kindred.resolve.record.HomeShard;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.VersionRule;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Registration;
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
 * and the directory.
 *
 * <p>Changes are numbered per identity from 1 without gaps, so messages may overtake each other: a
 * receiver ignores any number that is not greater than the last one it saw. A record that moves to
 * another shard makes two changes, the removal first.
 *
 * <p>Example: version 1 of a record lives in shard 0: change 1 upserts it there. Version 2 moves it
 * to shard 3: change 2 deletes it in shard 0, and change 3 upserts it in shard 3.
 *
 * <p>All state is in the registrations passed in and returned. Costs the key entries of the record
 * before and after.
 */
public final class Registry {

    private final Ontology ontology;
    private final HomeShard homeShard;

    /**
     * A registry for a fixed number of shards.
     *
     * @throws IllegalArgumentException if the number of shards is less than 1
     */
    public Registry(Ontology ontology, int shards) {
        this.ontology = ontology;
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
     */
    public record Outcome(
            Decision decision,
            int more,
            Effect effect,
            Registration after,
            List<RecordChange> changes,
            List<KeyChange> keyChanges) {

        public Outcome {
            changes = List.copyOf(changes);
            keyChanges = List.copyOf(keyChanges);
        }

        private static Outcome nothing(Decision decision, Registration as) {
            return new Outcome(decision, 0, Effect.OTHER, as, List.of(), List.of());
        }
    }

    /**
     * Processes a record.
     *
     * @param before the stored registration of its identity, if any
     * @throws IllegalArgumentException if the ontology does not cover the entity type
     */
    public Outcome accept(Optional<Registration> before, SourceRecord incoming) {
        if (before.isPresent()) {
            Registration known = before.get();
            switch (decide(known, incoming)) {
                case REPLAY -> {
                    return Outcome.nothing(Decision.REPLAYED, known);
                }
                case OUTDATED -> {
                    return Outcome.nothing(Decision.OUTDATED, known);
                }
                case REPLACE -> {}
            }
        }
        return replace(before, incoming);
    }

    private static VersionRule.Decision decide(Registration known, SourceRecord incoming) {
        RecordIdentity identity = incoming.identity();
        return VersionRule.decide(
                known.version(),
                () ->
                        known.present()
                                ? SourceRecord.upsert(
                                        identity, known.version(), known.descriptors())
                                : SourceRecord.delete(identity, known.version()),
                incoming.asKept());
    }

    private Outcome replace(Optional<Registration> known, SourceRecord incoming) {
        OptionalLong version = VersionRule.versionAfter(known.map(Registration::version), incoming);
        Effect effect =
                Effect.of(
                        incoming,
                        known.isPresent(),
                        known.filter(Registration::present).isPresent());
        long number = known.map(Registration::change).orElse(0L);
        boolean isPresent = incoming.op() == Op.UPSERT;
        List<Descriptor> descriptors = isPresent ? incoming.descriptors() : List.of();
        Registration after = new Registration(isPresent, version, number, descriptors);
        if (known.isPresent() && hasSameContent(known.get(), after)) {
            return new Outcome(Decision.ACCEPTED, 0, effect, after, List.of(), List.of());
        }
        Optional<Place> from =
                known.filter(Registration::present)
                        .map(before -> place(incoming.identity(), before.descriptors()));
        Optional<Place> to =
                isPresent ? Optional.of(place(incoming.identity(), descriptors)) : Optional.empty();

        List<RecordChange> changes = new ArrayList<>(2);
        if (from.isPresent() && !shard(from).equals(shard(to))) {
            number++;
            changes.add(
                    new RecordChange(
                            from.get().shard(),
                            SourceRecord.delete(incoming.identity(), OptionalLong.of(number))));
        }
        if (to.isPresent()) {
            number++;
            changes.add(
                    new RecordChange(
                            to.get().shard(),
                            SourceRecord.upsert(
                                    incoming.identity(), OptionalLong.of(number), descriptors)));
        }
        return new Outcome(
                Decision.ACCEPTED,
                (to.isPresent() ? 1 : 0) - (from.isPresent() ? 1 : 0),
                effect,
                new Registration(isPresent, version, number, descriptors),
                changes,
                keyChanges(incoming.identity().entityType(), from, to));
    }

    /** Whether only the version changed. */
    private static boolean hasSameContent(Registration a, Registration b) {
        return a.present() == b.present() && a.descriptors().equals(b.descriptors());
    }

    /**
     * The shard of a record, and its keys.
     *
     * @param keys its key entries by signature
     */
    private record Place(int shard, Map<ByteKey, KeyEntry> keys) {}

    private Place place(RecordIdentity identity, List<Descriptor> descriptors) {
        EntityTypeRules rules = rules(identity.entityType());
        Map<ByteKey, KeyEntry> keys =
                RecordTerms.keys(NormalizedRecord.of(identity, descriptors, rules), rules);
        return new Place(homeShard.of(identity, keys), keys);
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
