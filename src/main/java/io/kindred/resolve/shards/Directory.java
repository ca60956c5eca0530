package io.kindred.resolve.shards;

import io.kindred.model.GenericKey;
import io.kindred.model.Update;
import io.kindred.model.Update.GenericKeyOpen;
import io.kindred.model.Update.GenericKeyResolved;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.KeyCounts.EmittedGenericKey;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the records of each shard with the values of an identity key, and tells the shards
 * concerned the scope of the values.
 *
 * <p>A shard with such a record knows the scope of the values. A shard without one assumes that
 * they are ordinary. So values that occur in one shard only cause no messages.
 *
 * <p>Example: record 1 in shard 0 has the key value; nothing is sent. Record 2 in shard 1 has it
 * too: the value spans, and shards 0 and 1 are sent {@code SPANNING}. With {@code maxRecords} of 2,
 * a third record makes it generic: all shards with such a record, and reconcile, are sent {@code
 * GENERIC}.
 *
 * <p>All state is in the counts passed in and returned. Costs the number of shards that have such
 * records.
 */
public final class Directory {

    private static final KeyCounts NOTHING =
            new KeyCounts(new TreeMap<>(), KeyScope.LOCAL, Optional.empty());

    private final Ontology ontology;

    /** A directory with the limits of the ontology, above which key values are generic. */
    public Directory(Ontology ontology) {
        this.ontology = ontology;
    }

    /**
     * The new state and what to emit.
     *
     * @param before the scope of the values before
     * @param scope the scope from now on
     * @param after the counts to store; empty if no record has the values any more
     * @param toShards scope changes, by shard
     * @param toReconcile whether the values became generic or stopped being so. The latter is sent
     *     as {@link KeyScope#LOCAL}, since reconcile sees all shards
     * @param emitted the update that the values are generic, or no longer
     * @param emitsLater whether the values stay generic with another number of records than
     *     emitted; see {@link #reemit}
     */
    public record Outcome(
            KeyScope before,
            KeyScope scope,
            Optional<KeyCounts> after,
            List<ScopeChange> toShards,
            Optional<KeyScopeChange> toReconcile,
            Optional<Update> emitted,
            boolean emitsLater) {

        public Outcome {
            toShards = List.copyOf(toShards);
        }
    }

    /**
     * An update that is emitted later than the change.
     *
     * @param after the counts to store
     */
    public record Reemitted(KeyCounts after, Update update) {}

    /**
     * Applies a change.
     *
     * @param before the stored counts, if any record has the values
     * @throws IllegalArgumentException if the ontology has no such key
     * @throws IllegalStateException if a record leaves a shard that has none
     */
    public Outcome accept(Optional<KeyCounts> before, KeyChange change) {
        KeyCounts known = before.orElse(NOTHING);
        SortedMap<Integer, Long> records = new TreeMap<>(known.records());
        change.from().ifPresent(shard -> remove(records, shard, change));
        change.to().ifPresent(shard -> records.merge(shard, 1L, Long::sum));

        long total = records.values().stream().mapToLong(Long::longValue).sum();
        KeyScope scope = scope(change, records, total);
        boolean wasGeneric = known.scope() == KeyScope.GENERIC;
        boolean isGeneric = scope == KeyScope.GENERIC;
        // While the values stay generic, the emitted count is unchanged until it is re-emitted.
        Optional<EmittedGenericKey> generic =
                !isGeneric
                        ? Optional.empty()
                        : wasGeneric
                                ? known.generic()
                                : Optional.of(
                                        new EmittedGenericKey(
                                                change.entityType(),
                                                change.key(),
                                                change.values(),
                                                total));
        Optional<Update> emitted = Optional.empty();
        Optional<KeyScopeChange> toReconcile = Optional.empty();
        if (wasGeneric != isGeneric) {
            emitted = Optional.of(isGeneric ? open(generic.orElseThrow()) : resolved(change));
            toReconcile =
                    Optional.of(scopeChange(change, isGeneric ? KeyScope.GENERIC : KeyScope.LOCAL));
        }
        return new Outcome(
                known.scope(),
                scope,
                records.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new KeyCounts(records, scope, generic)),
                scopeChanges(change, known, records, scope),
                toReconcile,
                emitted,
                generic.isPresent() && generic.get().records() != total);
    }

    /** Emits the number of records with generic values, if it differs from the one emitted last. */
    public Optional<Reemitted> reemit(KeyCounts counts) {
        return counts.generic()
                .filter(emitted -> emitted.records() != counts.total())
                .map(
                        emitted -> {
                            EmittedGenericKey now =
                                    new EmittedGenericKey(
                                            emitted.entityType(),
                                            emitted.key(),
                                            emitted.values(),
                                            counts.total());
                            return new Reemitted(
                                    new KeyCounts(
                                            counts.records(), counts.scope(), Optional.of(now)),
                                    open(now));
                        });
    }

    private static void remove(SortedMap<Integer, Long> records, int shard, KeyChange change) {
        Long count = records.get(shard);
        if (count == null) {
            throw new IllegalStateException(
                    "a record leaves shard " + shard + ", which has none: " + change);
        }
        if (count == 1) {
            records.remove(shard);
        } else {
            records.put(shard, count - 1);
        }
    }

    private KeyScope scope(KeyChange change, SortedMap<Integer, Long> records, long total) {
        if (key(change).isGeneric(total)) {
            return KeyScope.GENERIC;
        }
        return records.size() > 1 ? KeyScope.SPANNING : KeyScope.LOCAL;
    }

    private static List<ScopeChange> scopeChanges(
            KeyChange change, KeyCounts before, SortedMap<Integer, Long> records, KeyScope scope) {
        List<ScopeChange> changes = new ArrayList<>();
        TreeSet<Integer> shards = new TreeSet<>();
        if (before.scope() == scope) {
            change.from().ifPresent(shards::add);
            change.to().ifPresent(shards::add);
        } else {
            shards.addAll(before.records().keySet());
            shards.addAll(records.keySet());
        }
        for (int shard : shards) {
            KeyScope known = before.records().containsKey(shard) ? before.scope() : KeyScope.LOCAL;
            KeyScope now = records.containsKey(shard) ? scope : KeyScope.LOCAL;
            if (now != known) {
                changes.add(new ScopeChange(shard, scopeChange(change, now)));
            }
        }
        return changes;
    }

    private static KeyScopeChange scopeChange(KeyChange change, KeyScope scope) {
        return new KeyScopeChange(change.entityType(), change.signature(), scope);
    }

    private static Update open(EmittedGenericKey generic) {
        return new GenericKeyOpen(
                new GenericKey(
                        generic.entityType(), generic.key(), generic.values(), generic.records()));
    }

    private static Update resolved(KeyChange change) {
        return new GenericKeyResolved(change.entityType(), change.key(), change.values());
    }

    private IdentityKey key(KeyChange change) {
        if (change.key().equals(IdentityKey.DECISION.name())) {
            return IdentityKey.DECISION;
        }
        return ontology.rules(change.entityType()).stream()
                .flatMap(rules -> rules.identityKeys().stream())
                .filter(key -> key.name().equals(change.key()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the ontology has no key "
                                                + change.key()
                                                + " of "
                                                + change.entityType()));
    }
}
