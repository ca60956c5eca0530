package io.kindred.resolve.link;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.DisjointSets;
import io.kindred.resolve.cluster.Groups;
import io.kindred.resolve.cluster.Run;
import io.kindred.resolve.emit.Escalation;
import io.kindred.resolve.emit.LargeEntityCache;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.RecordTerms.ValueTerm;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.KeyScope;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.PostingLists;
import io.kindred.storage.shard.StoredRecord;
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
 * apart is only marked, to be linked from scratch before anything is emitted.
 *
 * <p>Invariant between batches: two records are in one component exactly if a chain of groups links
 * them. Within a batch a component may hold more.
 */
public final class Linker {

    private final ShardState state;
    private final ChangeSet changes;
    private final LargeEntityCache held;
    private final Escalation escalation;

    public Linker(
            ShardState state, ChangeSet changes, LargeEntityCache held, Escalation escalation) {
        this.escalation = escalation;
        this.state = state;
        this.changes = changes;
        this.held = held;
    }

    /** Puts a record in that was not there, and is alone yet. */
    public void insert(StoredRecord record, Arrival arrival) {
        String entityType = record.identity().entityType();
        changes.take(record.id(), arrival.normalized(), true);
        Set<Long> linked = addTerms(entityType, record.id(), arrival.terms(), RecordTerms.NONE);
        state.list(record);
        state.records().put(record);
        linked.add(record.component());
        long component = unite(linked, entityType);
        changes.touch(component, entityType);
        escalateIfSpanning(component, entityType, arrival.terms());
    }

    /** Gives a record another content. */
    public void replace(StoredRecord before, StoredRecord after, Arrival arrival) {
        String entityType = before.identity().entityType();
        changes.take(after.id(), arrival.normalized(), false);
        RecordTerms old = terms(before);
        RecordTerms now = arrival.terms();
        removeTerms(before, old, now);
        escalation.change(before);
        Set<Long> linked = addTerms(entityType, after.id(), now, old);
        state.relist(before, after);
        state.records().put(after);
        held.markChanged(after.component(), after.id());
        linked.add(after.component());
        long component = unite(linked, entityType);
        if (now.keys().entrySet().containsAll(old.keys().entrySet())) {
            changes.touch(component, entityType);
        } else {
            changes.unlink(component, entityType);
        }
        escalateIfSpanning(component, entityType, now);
    }

    /**
     * Takes a record out.
     *
     * @param change that it went
     */
    public void remove(StoredRecord record, SourceRecord change) {
        String entityType = record.identity().entityType();
        removeTerms(record, terms(record), RecordTerms.NONE);
        escalation.remove(record, change);
        state.unlist(record);
        state.entities().drop(record);
        changes.unlink(record.component(), entityType);
        if (StoredRecord.isAlone(record.component())) {
            changes.inherit(record.component(), entityType, record.emitted());
        } else {
            state.components().remove(record.component(), record.id());
        }
        state.records().remove(record.id());
        changes.removed(record.identity(), record.entity());
    }

    /** Links and unlinks by key values that crossed their limit. */
    public void settleLimits() {
        changes.limits().forEach(this::settleLimit);
        changes.changedScopes().forEach(this::applyScopeChange);
    }

    /** Splits what came apart. */
    public void relink() {
        changes.touched()
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
                                count -> state.isOpen(key, signature, count));
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
                                count -> state.isOpen(key, signature, count)),
                linked);
    }

    /** All records of a run are in one component: any of them tells it. */
    private void addComponents(List<Long> ofEachRun, Set<Long> linked) {
        for (long representative : ofEachRun) {
            linked.add(state.records().get(representative).component());
        }
    }

    private void removeTerms(StoredRecord record, RecordTerms terms, RecordTerms after) {
        String entityType = record.identity().entityType();
        long recordId = record.id();
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
                                if (left > 0 && state.isOnlyShard()) {
                                    changes.unclaim(signature, unique(entityType, term), left);
                                }
                                if (!state.isOnlyShard()
                                        && record.entity().isPresent()
                                        && ValueIndex.isUnique(rules, term.attribute())) {
                                    changes.dropClaim(
                                            signature,
                                            term.attribute(),
                                            term.value(),
                                            record.identity());
                                }
                            }
                        });
    }

    private void claim(String entityType, ByteKey signature, ValueTerm term, long recordId) {
        if (state.isOnlyShard() && ValueIndex.isUnique(state.rules(entityType), term.attribute())) {
            changes.claim(signature, unique(entityType, term), recordId);
        }
    }

    private static ChangeSet.UniqueValue unique(String entityType, ValueTerm term) {
        return new ChangeSet.UniqueValue(entityType, term.attribute(), term.value());
    }

    private void watchLimit(
            String entityType, ByteKey signature, KeyEntry entry, long before, long now) {
        if (!state.isOnlyShard()) {
            return;
        }
        IdentityKey key = state.rules(entityType).identityKeys().get(entry.keyPosition());
        boolean wasGeneric = key.isGeneric(before);
        boolean isGeneric = key.isGeneric(now);
        if (wasGeneric || isGeneric) {
            changes.watchLimit(
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
            escalation.create(into, several);
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
        EmittedDigests emitted = components.emitted(from);
        escalation.absorb(from, into, entityType);
        held.drop(from);
        for (long id : components.dissolve(from)) {
            components.add(into, id);
            held.markChanged(into, id);
            state.records().put(state.records().get(id).inComponent(into));
        }
        changes.absorb(from, into, entityType, emitted);
    }

    private void settleLimit(ByteKey signature, ChangeSet.LimitWatch watch) {
        String entityType = watch.entityType();
        IdentityKey key = state.rules(entityType).identityKeys().get(watch.key().keyPosition());
        if (key.isGeneric(state.keys().count(signature.bytes()))) {
            if (watch.everOpen()) {
                unlinkAll(signature, entityType);
            }
            return;
        }
        linkAll(signature, entityType);
    }

    private void applyScopeChange(ByteKey signature, ChangeSet.ChangedScope changedScopes) {
        KeyScope now = state.scopes().get(signature);
        boolean wasGeneric = changedScopes.before() == KeyScope.GENERIC;
        if (now == KeyScope.GENERIC && !wasGeneric) {
            unlinkAll(signature, changedScopes.entityType());
        } else if (now != KeyScope.GENERIC && wasGeneric) {
            linkAll(signature, changedScopes.entityType());
        }
        if (now == KeyScope.SPANNING && changedScopes.before() != KeyScope.SPANNING) {
            state.keys()
                    .scan(signature.bytes())
                    .forEachRemaining(
                            posting ->
                                    changes.escalate(
                                            state.records().get(posting.recordId()).component(),
                                            changedScopes.entityType()));
        }
    }

    /** Escalates the component of a record that has values which others have elsewhere. */
    private void escalateIfSpanning(long component, String entityType, RecordTerms terms) {
        if (state.isOnlyShard()) {
            return;
        }
        for (ByteKey signature : terms.keys().keySet()) {
            if (state.scopes().get(signature) == KeyScope.SPANNING) {
                changes.escalate(component, entityType);
                return;
            }
        }
    }

    private void unlinkAll(ByteKey signature, String entityType) {
        for (long id : postingsWithoutLimit(signature.bytes()).keySet()) {
            changes.unlink(state.records().get(id).component(), entityType);
        }
    }

    private void linkAll(ByteKey signature, String entityType) {
        for (Run<Long> run : Run.of(postingsWithoutLimit(signature.bytes()))) {
            Set<Long> components = new TreeSet<>();
            run.members().forEach(id -> components.add(state.records().get(id).component()));
            changes.touch(unite(components, entityType), entityType);
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
        List<ShardState.Member> members = state.members(component, changes::taken);
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
        boolean isEscalated = !state.isOnlyShard() && state.components().isEscalated(component);
        List<StoredRecord> greatest = List.of();
        for (List<StoredRecord> part : byPart.values()) {
            greatest = part.size() > greatest.size() ? part : greatest;
        }
        for (List<StoredRecord> part : byPart.values()) {
            if (part != greatest) {
                part.forEach(record -> state.components().remove(component, record.id()));
                long own = settle(part, entityType);
                changes.touch(own, entityType);
                escalation.split(component, own, entityType, isEscalated);
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
