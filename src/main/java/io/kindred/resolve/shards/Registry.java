package io.kindred.resolve.shards;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
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
 * Picks the current version of each record identity, and turns what changes into what the shards
 * and those who count key values are to know.
 *
 * <p>Changes are numbered by identity, from 1 and without gaps, so that they may overtake each
 * other: whoever holds a record ignores what is not greater than the last that it saw. A record
 * that moves to another shard is two changes, the removal first.
 *
 * <p>All state is in the registrations that are handed in and out. Costs the key entries of the
 * record before and after; nothing else counts.
 */
public final class Registry {

    private final Ontology ontology;
    private final HomeShard homeShard;

    /**
     * With so many shards.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Registry(Ontology ontology, int shards) {
        this.ontology = ontology;
        this.homeShard = new HomeShard(shards);
    }

    /** What became of a record that came in. */
    public enum Decision {
        /** It is current from now on. */
        ACCEPTED,
        /** It said again what is current. */
        REPLAYED,
        /** It is older than what is current. */
        OUTDATED
    }

    /**
     * What is to be kept and told.
     *
     * @param more how many records there are more than before: 1, 0 or -1
     * @param after what is known of the identity from now on; as before, unless accepted
     * @param changes in the order in which they are to be told
     * @param keyChanges one for each of the key values whose records changed
     */
    public record Outcome(
            Decision decision,
            int more,
            Registration after,
            List<RecordChange> changes,
            List<KeyChange> keyChanges) {

        /** Copies the lists. */
        public Outcome {
            changes = List.copyOf(changes);
            keyChanges = List.copyOf(keyChanges);
        }

        private static Outcome nothing(Decision decision, Registration as) {
            return new Outcome(decision, 0, as, List.of(), List.of());
        }
    }

    /**
     * Takes a record.
     *
     * @param before what is known of its identity, if anything
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
        long number = known.map(Registration::change).orElse(0L);
        boolean isThere = incoming.op() == Op.UPSERT;
        List<Descriptor> descriptors = isThere ? incoming.descriptors() : List.of();
        Registration after = new Registration(isThere, version, number, descriptors);
        if (known.isPresent() && saysTheSame(known.get(), after)) {
            return new Outcome(Decision.ACCEPTED, 0, after, List.of(), List.of());
        }
        Optional<Place> from =
                known.filter(Registration::present)
                        .map(before -> place(incoming.identity(), before.descriptors()));
        Optional<Place> to =
                isThere ? Optional.of(place(incoming.identity(), descriptors)) : Optional.empty();

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
                new Registration(isThere, version, number, descriptors),
                changes,
                keyChanges(incoming.identity().entityType(), from, to));
    }

    /** Whether nothing changed but the version. */
    private static boolean saysTheSame(Registration a, Registration b) {
        return a.present() == b.present() && a.descriptors().equals(b.descriptors());
    }

    /**
     * Where a record lives, and by what it may meet others.
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
        IdentityKey key = rules(entityType).identityKeys().get(entry.keyPosition());
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
