package io.kindred.tools.answer;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.Run;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.query.NeighborRecords;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.Signature;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.IntervalSet;
import io.kindred.tools.store.StoreView;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The records of one entity type in a store, by joined identity. The store does not know
 * components: they are found by following links from record to record.
 *
 * <p>Costs, for each record of a component, its posting lists; of keys with a test or a score also
 * a comparison with each record of the block that is not yet found. Where these are too many, a
 * {@link TooLargeException} ends it.
 */
final class StoredNeighbors implements NeighborRecords<String> {

    /** The most entries of key values that are read for a question. */
    private static final int MOST_POSTINGS = 500_000;

    private final StoreView view;
    private final Matcher matcher;
    private final EntityTypeRules rules;
    private final String entityType;
    private final Map<String, Optional<Known>> records = new HashMap<>();
    private final Map<ByteKey, Long> counts = new HashMap<>();
    private final Map<ByteKey, Block> blocks = new HashMap<>();
    private int seen;

    StoredNeighbors(StoreView view, String entityType, EntityTypeRules rules) {
        this.view = view;
        this.entityType = entityType;
        this.rules = rules;
        this.matcher = Matcher.of(rules);
    }

    /** More records would have to be looked at than a question may cost. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLargeException() {
            super("too many records have the values", null, false, false);
        }
    }

    /**
     * The records that have values of a key.
     *
     * @param unlinked those that were not found yet in any component; each is in one only
     * @param bridged see {@link Run#bridged}
     */
    private record Block(Map<String, IntervalSet> unlinked, List<Run<String>> bridged) {}

    private record Known(
            SourceRecord record, NormalizedRecord normalized, Map<ByteKey, KeyEntry> entries) {}

    Matcher matcher() {
        return matcher;
    }

    /** Tests whether values of a key are generic. */
    Predicate<KeyValues> generic() {
        return values -> {
            IdentityKey key = rules.key(values.keyPosition());
            return isGeneric(
                    key, new ByteKey(Signature.ofKey(entityType, key.name(), values.values())));
        };
    }

    /** A record in normal form, if it is there. */
    Optional<NormalizedRecord> normalized(String id) {
        return known(id).map(Known::normalized);
    }

    private Optional<Known> known(String id) {
        return records.computeIfAbsent(id, any -> view.record(id).map(this::known));
    }

    private Known known(SourceRecord record) {
        NormalizedRecord normalized =
                NormalizedRecord.of(
                        record.identity(), record.descriptors(), record.decisions(), rules);
        return new Known(record, normalized, RecordTerms.keys(normalized, rules));
    }

    @Override
    public Map<ByteKey, KeyEntry> entries(RecordIdentity record) {
        return known(record.joined()).map(Known::entries).orElse(Map.of());
    }

    /** One more than what makes the values generic, and one for the record that is asked about. */
    @Override
    public long count(IdentityKey key, ByteKey signature) {
        if (key.maxRecords().isEmpty()) {
            return 0;
        }
        long most = key.maxRecords().getAsLong() + 2;
        return counts.computeIfAbsent(signature, any -> view.count(signature, most));
    }

    @Override
    public boolean isGeneric(IdentityKey key, ByteKey signature) {
        return key.isGeneric(count(key, signature));
    }

    @Override
    public Iterator<Having<String>> having(ByteKey signature) {
        List<Having<String>> having = new ArrayList<>();
        postings(signature).forEach((id, times) -> having.add(new Having<>(id, times)));
        return having.iterator();
    }

    private Map<String, IntervalSet> postings(ByteKey signature) {
        Map<String, IntervalSet> postings = new LinkedHashMap<>();
        view.postings(
                signature,
                (id, times) -> {
                    if (++seen > MOST_POSTINGS) {
                        throw new TooLargeException();
                    }
                    return postings.put(id, times) == null;
                });
        return postings;
    }

    @Override
    public void visitComponent(String id, ComponentVisitor<String> visitor) {
        Set<String> found = new HashSet<>(Set.of(id));
        Deque<String> waiting = new ArrayDeque<>(found);
        while (!waiting.isEmpty()) {
            String next = waiting.remove();
            Optional<Known> known = known(next);
            if (known.isPresent()) {
                if (!visitor.member(next, Optional.of(known.get().record()))) {
                    return;
                }
                addLinked(known.get(), found, waiting);
            }
        }
    }

    private void addLinked(Known own, Set<String> found, Deque<String> waiting) {
        own.entries()
                .forEach(
                        (signature, entry) -> {
                            IdentityKey key = rules.key(entry.keyPosition());
                            if (!isGeneric(key, signature)) {
                                for (String linked : linked(own, key, signature, entry, found)) {
                                    if (found.add(linked)) {
                                        waiting.add(linked);
                                    }
                                }
                            }
                        });
    }

    /** Those that values of a key link with a record, without most that are found already. */
    private List<String> linked(
            Known own, IdentityKey key, ByteKey signature, KeyEntry entry, Set<String> found) {
        Block block =
                blocks.computeIfAbsent(
                        signature,
                        any -> {
                            Map<String, IntervalSet> all = postings(signature);
                            return new Block(all, Run.bridged(key, all));
                        });
        List<String> linked = new ArrayList<>();
        block.unlinked()
                .entrySet()
                .removeIf(
                        other -> {
                            if (found.contains(other.getKey())) {
                                return true;
                            }
                            IntervalSet both = other.getValue().intersection(entry.times());
                            boolean isLinked =
                                    !both.isEmpty()
                                            && (!key.isTested()
                                                    || isLinked(
                                                            own,
                                                            other.getKey(),
                                                            entry.keyPosition(),
                                                            both));
                            if (isLinked) {
                                linked.add(other.getKey());
                            }
                            return isLinked;
                        });
        for (Run<String> run : block.bridged()) {
            if (entry.times().overlaps(run.interval())) {
                linked.addAll(run.members());
            }
        }
        return linked;
    }

    private boolean isLinked(Known own, String other, int keyPosition, IntervalSet both) {
        return known(other)
                .filter(
                        known ->
                                matcher.isLinked(
                                        keyPosition, own.normalized(), known.normalized(), both))
                .isPresent();
    }
}
