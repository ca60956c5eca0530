package io.kindred.resolve;

import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.RecordTerms.ValueTerm;
import io.kindred.storage.ByteKey;
import io.kindred.storage.Posting;
import io.kindred.storage.StoredRecord;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the posting lists and the components true while records come, change and go.
 *
 * <p>What joins is joined at once: a new key entry is held against its posting list, and the
 * components of the runs that it overlaps become one (the smaller is relabelled). What may come
 * apart is only marked, to be linked from scratch before anything is stated.
 *
 * <p>Invariant between batches: two records are in one component exactly if a chain of groups links
 * them. Within a batch a component may hold more.
 */
final class Linker {

    private final ShardState state;
    private final Batch batch;

    Linker(ShardState state, Batch batch) {
        this.state = state;
        this.batch = batch;
    }

    /** Puts a record in that was not there. */
    void insert(StoredRecord record) {
        String entityType = record.identity().entityType();
        RecordTerms terms = terms(record);
        addTerms(entityType, record.id(), terms, RecordTerms.NONE);
        Set<Long> linked = linked(entityType, record.id(), terms.keys());
        long component =
                linked.isEmpty() ? state.components().newId() : unite(new ArrayList<>(linked));
        state.components().add(component, record.id());
        state.records().put(record.inComponent(component));
        batch.touch(component);
    }

    /** Gives a record another content. */
    void replace(StoredRecord before, StoredRecord after) {
        String entityType = before.identity().entityType();
        RecordTerms old = terms(before);
        RecordTerms now = terms(after);
        removeTerms(entityType, before.id(), old, now);
        addTerms(entityType, before.id(), now, old);
        state.records().put(after);
        Map<ByteKey, KeyEntry> added = new LinkedHashMap<>(now.keys());
        added.entrySet().removeAll(old.keys().entrySet());
        Set<Long> linked = linked(entityType, after.id(), added);
        linked.add(after.component());
        long component = unite(new ArrayList<>(linked));
        if (now.keys().entrySet().containsAll(old.keys().entrySet())) {
            batch.touch(component);
        } else {
            batch.unlink(component);
        }
    }

    /** Takes a record out. */
    void remove(StoredRecord record) {
        removeTerms(record.identity().entityType(), record.id(), terms(record), RecordTerms.NONE);
        state.components().remove(record.component(), record.id());
        state.records().remove(record.id());
        batch.unlink(record.component());
        batch.removed(record.identity(), record.entity());
    }

    /** Links and unlinks by key values that crossed their limit, and splits what came apart. */
    void settle() {
        batch.limits().forEach(this::settleLimit);
        for (long component : batch.unlinked()) {
            relink(component);
        }
    }

    private RecordTerms terms(StoredRecord record) {
        return RecordTerms.of(state.normalize(record), state.rules(record.identity().entityType()));
    }

    private void addTerms(String entityType, long recordId, RecordTerms terms, RecordTerms before) {
        terms.keys()
                .forEach(
                        (signature, entry) -> {
                            Posting posting = new Posting(recordId, entry.times());
                            KeyEntry old = before.keys().get(signature);
                            if (old == null) {
                                long count = state.keys().add(signature.bytes(), posting);
                                watchLimit(entityType, signature, entry, count - 1, count);
                            } else if (!old.times().equals(entry.times())) {
                                state.keys().replace(signature.bytes(), posting);
                            }
                        });
        terms.values()
                .forEach(
                        (signature, term) -> {
                            Posting posting = new Posting(recordId, term.times());
                            ValueTerm old = before.values().get(signature);
                            if (old == null || !old.times().equals(term.times())) {
                                state.values().put(signature.bytes(), posting);
                            }
                            claim(entityType, signature, term);
                        });
    }

    private void removeTerms(
            String entityType, long recordId, RecordTerms terms, RecordTerms after) {
        terms.keys()
                .forEach(
                        (signature, entry) -> {
                            if (!after.keys().containsKey(signature)) {
                                long count = state.keys().remove(signature.bytes(), recordId);
                                watchLimit(entityType, signature, entry, count + 1, count);
                            }
                        });
        terms.values()
                .forEach(
                        (signature, term) -> {
                            if (!after.values().containsKey(signature)) {
                                state.values().remove(signature.bytes(), recordId);
                            }
                            claim(entityType, signature, term);
                        });
    }

    /** The entity of the record changed, and with it whose its values are. */
    void claimAll(String entityType, NormalizedRecord record) {
        EntityTypeRules rules = state.rules(entityType);
        if (rules.constraints().stream()
                .anyMatch(constraint -> constraint.kind() == Constraint.Kind.UNIQUE)) {
            RecordTerms.of(record, rules)
                    .values()
                    .forEach((signature, term) -> claim(entityType, signature, term));
        }
    }

    /** The value's claims changed, or the entity of the record that makes one did. */
    private void claim(String entityType, ByteKey signature, ValueTerm term) {
        for (Constraint constraint : state.rules(entityType).constraints()) {
            if (constraint.kind() == Constraint.Kind.UNIQUE
                    && constraint.attribute().equals(term.attribute())) {
                batch.claim(
                        signature,
                        new Batch.UniqueValue(entityType, term.attribute(), term.value()));
            }
        }
    }

    private void watchLimit(
            String entityType, ByteKey signature, KeyEntry entry, long before, long now) {
        IdentityKey key = state.rules(entityType).identityKeys().get(entry.keyPosition());
        boolean wasGeneric = key.isGeneric(before);
        boolean isGeneric = key.isGeneric(now);
        if (wasGeneric || isGeneric) {
            batch.watchLimit(
                    signature, entityType, entry.keyValues(), before, wasGeneric, isGeneric);
        }
    }

    /** The components of the runs that the record's entries overlap. */
    private Set<Long> linked(String entityType, long recordId, Map<ByteKey, KeyEntry> entries) {
        EntityTypeRules rules = state.rules(entityType);
        Set<Long> components = new TreeSet<>();
        entries.forEach(
                (signature, entry) -> {
                    IdentityKey key = rules.identityKeys().get(entry.keyPosition());
                    Map<Long, IntervalSet> others =
                            postingsWithinLimit(signature.bytes(), key, recordId);
                    for (Run<Long> run : Run.of(others)) {
                        if (entry.times().overlaps(run.interval())) {
                            // All records of a run are in one component: any of them tells it.
                            long representative = run.members().iterator().next();
                            components.add(state.records().get(representative).component());
                        }
                    }
                });
        return components;
    }

    /** A list's postings but for one record's; none if the list is generic. */
    private Map<Long, IntervalSet> postingsWithinLimit(
            byte[] signature, IdentityKey key, long except) {
        Map<Long, IntervalSet> postings = new LinkedHashMap<>();
        Iterator<Posting> scan = state.keys().scanIf(signature, count -> !key.isGeneric(count));
        while (scan.hasNext()) {
            Posting posting = scan.next();
            if (posting.recordId() != except) {
                postings.put(posting.recordId(), posting.times());
            }
        }
        return postings;
    }

    /** Makes several components one, the greatest of them, and gives it. */
    private long unite(List<Long> several) {
        long into = several.get(0);
        long greatest = several.size() == 1 ? 0 : state.components().size(into);
        for (long component : several.subList(1, several.size())) {
            long size = state.components().size(component);
            if (size > greatest) {
                into = component;
                greatest = size;
            }
        }
        for (long component : several) {
            if (component != into) {
                absorb(component, into);
            }
        }
        return into;
    }

    private void absorb(long from, long into) {
        state.components()
                .absorb(
                        from,
                        into,
                        id -> state.records().put(state.records().get(id).inComponent(into)));
        batch.absorb(from, into);
    }

    private void settleLimit(ByteKey signature, Batch.LimitWatch watch) {
        IdentityKey key =
                state.rules(watch.entityType()).identityKeys().get(watch.key().keyPosition());
        if (key.isGeneric(state.keys().count(signature.bytes()))) {
            if (watch.everOpen()) {
                for (long id : postingsWithoutLimit(signature.bytes()).keySet()) {
                    batch.unlink(state.records().get(id).component());
                }
            }
            return;
        }
        for (Run<Long> run : Run.of(postingsWithoutLimit(signature.bytes()))) {
            Set<Long> components = new TreeSet<>();
            run.members().forEach(id -> components.add(state.records().get(id).component()));
            batch.touch(unite(new ArrayList<>(components)));
        }
    }

    private Map<Long, IntervalSet> postingsWithoutLimit(byte[] signature) {
        Map<Long, IntervalSet> postings = new LinkedHashMap<>();
        state.keys()
                .scan(signature)
                .forEachRemaining(posting -> postings.put(posting.recordId(), posting.times()));
        return postings;
    }

    /** Links a component's records from scratch; the greatest part keeps the component's id. */
    private void relink(long component) {
        List<ShardState.Member> members = state.members(component);
        if (members.size() < 2) {
            return;
        }
        DisjointSets parts = new DisjointSets(members.size());
        String entityType = members.get(0).stored().identity().entityType();
        List<NormalizedRecord> records =
                members.stream().map(ShardState.Member::normalized).toList();
        for (Groups.Group group :
                Groups.of(
                        records,
                        state.rules(entityType),
                        key -> state.isGeneric(entityType, key))) {
            Iterator<Integer> linked = group.run().members().iterator();
            int first = linked.next();
            linked.forEachRemaining(other -> parts.join(first, other));
        }
        split(component, members, parts);
    }

    private void split(long component, List<ShardState.Member> members, DisjointSets parts) {
        Map<Integer, List<StoredRecord>> byPart = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            byPart.computeIfAbsent(parts.find(i), unused -> new ArrayList<>())
                    .add(members.get(i).stored());
        }
        List<StoredRecord> greatest = List.of();
        for (List<StoredRecord> part : byPart.values()) {
            greatest = part.size() > greatest.size() ? part : greatest;
        }
        for (List<StoredRecord> part : byPart.values()) {
            if (part != greatest) {
                long own = state.components().newId();
                for (StoredRecord record : part) {
                    state.components().remove(component, record.id());
                    state.components().add(own, record.id());
                    state.records().put(record.inComponent(own));
                }
                batch.touch(own);
            }
        }
    }
}
