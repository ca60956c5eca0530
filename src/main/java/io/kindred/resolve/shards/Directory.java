package io.kindred.resolve.shards;

import io.kindred.model.GenericKey;
import io.kindred.model.Update;
import io.kindred.model.Update.GenericKeyOpen;
import io.kindred.model.Update.GenericKeyResolved;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.KeyCounts.StatedGeneric;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.ShardMessage.News;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knows in which shards the records are that have the values of an identity key, and tells those
 * concerned what the values are across all shards.
 *
 * <p>News goes only where it matters. A shard that has a record with the values knows their
 * standing; one that has none knows nothing, or that they are ordinary, which is the same. So that
 * of the many values that live in one shard nothing is ever told.
 *
 * <p>All state is in the counts that are handed in and out. Costs the shards that have records with
 * the values.
 */
public final class Directory {

    private static final KeyCounts NOTHING =
            new KeyCounts(new TreeMap<>(), KeyScope.ORDINARY, Optional.empty());

    private final Ontology ontology;

    /** With the limits above which values are generic. */
    public Directory(Ontology ontology) {
        this.ontology = ontology;
    }

    /**
     * What is to be kept and told.
     *
     * @param before what the values were until now
     * @param scope what they are from now on
     * @param after what is to be kept of them; empty if no record has them any more
     * @param toShards by shard
     * @param toReconcile that they are generic, or that they are so no more, which is told as
     *     {@link KeyScope#ORDINARY}: where all shards are seen nothing spans
     * @param emitted that they are generic, or are so no more
     * @param emitsLater whether they stay generic and the number of records is not the one emitted,
     *     see {@link #reemit}
     */
    public record Outcome(
            KeyScope before,
            KeyScope scope,
            Optional<KeyCounts> after,
            List<News> toShards,
            Optional<KeyScopeChange> toReconcile,
            Optional<Update> emitted,
            boolean emitsLater) {

        /** Copies the list. */
        public Outcome {
            toShards = List.copyOf(toShards);
        }
    }

    /**
     * What is to be emitted later than it changed.
     *
     * @param after what is to be kept
     */
    public record Reemitted(KeyCounts after, Update update) {}

    /**
     * Takes a change.
     *
     * @param before what is known of the values, if any record has them
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
        // While the values stay generic, what was emitted stays as it was, to be re-emitted later.
        Optional<StatedGeneric> generic =
                !isGeneric
                        ? Optional.empty()
                        : wasGeneric
                                ? known.generic()
                                : Optional.of(
                                        new StatedGeneric(
                                                change.entityType(),
                                                change.key(),
                                                change.values(),
                                                total));
        Optional<Update> emitted = Optional.empty();
        Optional<KeyScopeChange> toReconcile = Optional.empty();
        if (wasGeneric != isGeneric) {
            emitted = Optional.of(isGeneric ? open(generic.orElseThrow()) : resolved(change));
            toReconcile =
                    Optional.of(news(change, isGeneric ? KeyScope.GENERIC : KeyScope.ORDINARY));
        }
        return new Outcome(
                known.scope(),
                scope,
                records.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new KeyCounts(records, scope, generic)),
                news(change, known, records, scope),
                toReconcile,
                emitted,
                generic.isPresent() && generic.get().records() != total);
    }

    /** States the number of records of generic values, if it is not the one emitted last. */
    public Optional<Reemitted> reemit(KeyCounts counts) {
        return counts.generic()
                .filter(emitted -> emitted.records() != counts.total())
                .map(
                        emitted -> {
                            StatedGeneric now =
                                    new StatedGeneric(
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
        return records.size() > 1 ? KeyScope.SPANNING : KeyScope.ORDINARY;
    }

    private static List<News> news(
            KeyChange change, KeyCounts before, SortedMap<Integer, Long> records, KeyScope scope) {
        List<News> news = new ArrayList<>();
        TreeSet<Integer> shards = new TreeSet<>();
        if (before.scope() == scope) {
            change.from().ifPresent(shards::add);
            change.to().ifPresent(shards::add);
        } else {
            shards.addAll(before.records().keySet());
            shards.addAll(records.keySet());
        }
        for (int shard : shards) {
            KeyScope known =
                    before.records().containsKey(shard) ? before.scope() : KeyScope.ORDINARY;
            KeyScope now = records.containsKey(shard) ? scope : KeyScope.ORDINARY;
            if (now != known) {
                news.add(new News(shard, news(change, now)));
            }
        }
        return news;
    }

    private static KeyScopeChange news(KeyChange change, KeyScope scope) {
        return new KeyScopeChange(change.entityType(), change.signature(), scope);
    }

    private static Update open(StatedGeneric generic) {
        return new GenericKeyOpen(
                new GenericKey(
                        generic.entityType(), generic.key(), generic.values(), generic.records()));
    }

    private static Update resolved(KeyChange change) {
        return new GenericKeyResolved(change.entityType(), change.key(), change.values());
    }

    private IdentityKey key(KeyChange change) {
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
