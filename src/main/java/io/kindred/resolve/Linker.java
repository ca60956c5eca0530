package io.kindred.resolve;

import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.RecordTerms.ValueTerm;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ComponentStore;
import io.kindred.storage.Posting;
import io.kindred.storage.PostingLists;
import io.kindred.storage.StatedDigests;
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
    private final HeldComponents held;

    Linker(ShardState state, Batch batch, HeldComponents held) {
        this.state = state;
        this.batch = batch;
        this.held = held;
    }

    /** Puts a record in that was not there, and is alone yet. */
    void insert(StoredRecord record, Arrival arrival) {
        String entityType = record.identity().entityType();
        batch.take(record.id(), arrival.normalized(), true);
        Set<Long> linked = addTerms(entityType, record.id(), arrival.terms(), RecordTerms.NONE);
        state.list(record);
        state.records().put(record);
        linked.add(record.component());
        batch.touch(unite(linked, entityType), entityType);
    }

    /** Gives a record another content. */
    void replace(StoredRecord before, StoredRecord after, Arrival arrival) {
        String entityType = before.identity().entityType();
        batch.take(after.id(), arrival.normalized(), false);
        RecordTerms old = terms(before);
        RecordTerms now = arrival.terms();
        removeTerms(entityType, before.id(), old, now);
        Set<Long> linked = addTerms(entityType, after.id(), now, old);
        state.relist(before, after);
        state.records().put(after);
        held.isNews(after.component(), after.id());
        linked.add(after.component());
        long component = unite(linked, entityType);
        if (now.keys().entrySet().containsAll(old.keys().entrySet())) {
            batch.touch(component, entityType);
        } else {
            batch.unlink(component, entityType);
        }
    }

    /** Takes a record out. */
    void remove(StoredRecord record) {
        String entityType = record.identity().entityType();
        removeTerms(entityType, record.id(), terms(record), RecordTerms.NONE);
        state.unlist(record);
        batch.unlink(record.component(), entityType);
        if (StoredRecord.isAlone(record.component())) {
            batch.inherit(record.component(), entityType, record.stated());
        } else {
            state.components().remove(record.component(), record.id());
        }
        state.records().remove(record.id());
        batch.removed(record.identity(), record.entity());
    }

    /** Links and unlinks by key values that crossed their limit. */
    void settleLimits() {
        batch.limits().forEach(this::settleLimit);
    }

    /** Splits what came apart. */
    void relink() {
        batch.touched()
                .forEach(
                        (component, touched) -> {
                            if (touched.isUnlinked()) {
                                relink(component, touched.entityType());
                            }
                        });
    }

    private RecordTerms terms(StoredRecord record) {
        return RecordTerms.of(state.normalize(record), state.rules(record.identity().entityType()));
    }

    /** Adds what is new in the terms, and gives the components that new key entries link to. */
    private Set<Long> addTerms(
            String entityType, long recordId, RecordTerms terms, RecordTerms before) {
        Set<Long> linked = new TreeSet<>();
        terms.keys()
                .forEach(
                        (signature, entry) -> {
                            KeyEntry old = before.keys().get(signature);
                            if (old == null) {
                                add(entityType, signature, entry, recordId, linked);
                            } else if (!old.times().equals(entry.times())) {
                                replace(entityType, signature, entry, recordId, linked);
                            }
                        });
        EntityTypeRules rules = state.rules(entityType);
        terms.values()
                .forEach(
                        (signature, term) -> {
                            ValueTerm old = before.values().get(signature);
                            if (old == null) {
                                long claims = state.values().add(rules, signature, recordId, term);
                                if (claims > 1) {
                                    claim(entityType, signature, term, recordId);
                                }
                            } else if (!old.times().equals(term.times())) {
                                state.values().replace(rules, signature, recordId, term);
                                claim(entityType, signature, term, recordId);
                            }
                        });
        return linked;
    }

    private void add(
            String entityType, ByteKey signature, KeyEntry entry, long recordId, Set<Long> linked) {
        IdentityKey key = state.rules(entityType).identityKeys().get(entry.keyPosition());
        PostingLists.Added added =
                state.keys()
                        .add(
                                signature.bytes(),
                                new Posting(recordId, entry.times()),
                                count -> !key.isGeneric(count));
        watchLimit(entityType, signature, entry, added.count() - 1, added.count());
        addComponents(added.overlapped(), linked);
    }

    private void replace(
            String entityType, ByteKey signature, KeyEntry entry, long recordId, Set<Long> linked) {
        IdentityKey key = state.rules(entityType).identityKeys().get(entry.keyPosition());
        state.keys().replace(signature.bytes(), new Posting(recordId, entry.times()));
        addComponents(
                state.keys()
                        .overlapping(
                                signature.bytes(),
                                entry.times(),
                                recordId,
                                count -> !key.isGeneric(count)),
                linked);
    }

    /** All records of a run are in one component: any of them tells it. */
    private void addComponents(List<Long> ofEachRun, Set<Long> linked) {
        for (long representative : ofEachRun) {
            linked.add(state.records().get(representative).component());
        }
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
        EntityTypeRules rules = state.rules(entityType);
        terms.values()
                .forEach(
                        (signature, term) -> {
                            if (!after.values().containsKey(signature)) {
                                long left = state.values().remove(rules, signature, recordId, term);
                                if (left > 0) {
                                    batch.unclaim(signature, unique(entityType, term), left);
                                }
                            }
                        });
    }

    /** The record is in an entity, and with it what it claims that others may not. */
    void claimAll(String entityType, NormalizedRecord record, ByteKey entity) {
        EntityTypeRules rules = state.rules(entityType);
        if (rules.constraints().stream()
                .anyMatch(constraint -> constraint.kind() == Constraint.Kind.UNIQUE)) {
            RecordTerms.of(record, rules)
                    .values()
                    .forEach(
                            (signature, term) -> {
                                if (ValueIndex.isUnique(rules, term.attribute())) {
                                    batch.claimOf(signature, unique(entityType, term), entity);
                                }
                            });
        }
    }

    private void claim(String entityType, ByteKey signature, ValueTerm term, long recordId) {
        if (ValueIndex.isUnique(state.rules(entityType), term.attribute())) {
            batch.claim(signature, unique(entityType, term), recordId);
        }
    }

    private static Batch.UniqueValue unique(String entityType, ValueTerm term) {
        return new Batch.UniqueValue(entityType, term.attribute(), term.value());
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

    /** Makes several components one, the greatest of them, and gives it. */
    private long unite(Set<Long> several, String entityType) {
        if (several.size() == 1) {
            return several.iterator().next();
        }
        long into = -1;
        long greatest = 0;
        for (long component : several) {
            if (!StoredRecord.isAlone(component)) {
                long size = state.components().size(component);
                if (size > greatest) {
                    into = component;
                    greatest = size;
                }
            }
        }
        if (greatest == 0) {
            into = state.components().create(entityType);
        }
        for (long component : several) {
            if (component != into) {
                absorb(component, into, entityType);
            }
        }
        return into;
    }

    private void absorb(long from, long into, String entityType) {
        ComponentStore components = state.components();
        StatedDigests stated = components.stated(from);
        held.drop(from);
        for (long id : components.dissolve(from)) {
            components.add(into, id);
            held.isNews(into, id);
            state.records().put(state.records().get(id).inComponent(into));
        }
        batch.absorb(from, into, entityType, stated);
    }

    private void settleLimit(ByteKey signature, Batch.LimitWatch watch) {
        String entityType = watch.entityType();
        IdentityKey key = state.rules(entityType).identityKeys().get(watch.key().keyPosition());
        if (key.isGeneric(state.keys().count(signature.bytes()))) {
            if (watch.everOpen()) {
                for (long id : postingsWithoutLimit(signature.bytes()).keySet()) {
                    batch.unlink(state.records().get(id).component(), entityType);
                }
            }
            return;
        }
        for (Run<Long> run : Run.of(postingsWithoutLimit(signature.bytes()))) {
            Set<Long> components = new TreeSet<>();
            run.members().forEach(id -> components.add(state.records().get(id).component()));
            batch.touch(unite(components, entityType), entityType);
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
    private void relink(long component, String entityType) {
        if (state.components().size(component) < 2) {
            return;
        }
        List<ShardState.Member> members = state.members(component, batch::taken);
        DisjointSets parts = new DisjointSets(members.size());
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
        split(component, entityType, members, parts);
    }

    private void split(
            long component,
            String entityType,
            List<ShardState.Member> members,
            DisjointSets parts) {
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
                part.forEach(record -> state.components().remove(component, record.id()));
                batch.touch(settle(part, entityType), entityType);
            }
        }
    }

    /** Puts records that were taken out of a component in one of their own. */
    private long settle(List<StoredRecord> part, String entityType) {
        if (part.size() == 1) {
            StoredRecord alone = part.get(0).alone();
            state.records().put(alone);
            return alone.component();
        }
        long own = state.components().create(entityType);
        for (StoredRecord record : part) {
            state.components().add(own, record.id());
            state.records().put(record.inComponent(own));
        }
        return own;
    }
}
