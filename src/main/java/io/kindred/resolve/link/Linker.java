package io.kindred.resolve.link;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.Run;
import io.kindred.resolve.emit.Escalation;
import io.kindred.resolve.emit.LargeEntityCache;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.KeyScope;
import io.kindred.storage.shard.ComponentStore;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.IntervalSet;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Maintains posting lists (blocks) and components as records are inserted, replaced and removed.
 *
 * <p>Links are applied at once. A new key entry is compared with its posting list, and the
 * components of all runs that it overlaps become one; the smaller ones are relabelled. A possible
 * loss of links only marks the component. {@link #relink} links it from scratch before anything is
 * emitted.
 *
 * <p>Example: records 1 and 3 are alone. Record 2 arrives and overlaps both in the posting list of
 * one key: all three form one component. When 2 is removed, the component is marked; relinking
 * splits it into 1 and 3.
 *
 * <p>Invariant between change sets: two records are in one component exactly if a chain of groups,
 * scored links or {@linkplain io.kindred.resolve.record.Bridges bridged} runs links them. While a
 * change set is applied, a component may contain more.
 *
 * <p>Through keys with a test or score, a record is linked with those that {@link BlockLinks} finds
 * only. If a record's content changes, that is done anew, and its component is marked.
 *
 * <p>Costs the postings of the record's keys, up to the keys' limits. A union costs the records of
 * the smaller components, relinking those of the whole component.
 */
public final class Linker {

    private final ShardState state;
    private final ChangeSet changes;
    private final LargeEntityCache cache;
    private final Escalation escalation;
    private final BlockLinks blocks;
    private final TermUpdates terms;
    private final Relinker relinker;

    public Linker(
            ShardState state, ChangeSet changes, LargeEntityCache cache, Escalation escalation) {
        this.escalation = escalation;
        this.state = state;
        this.changes = changes;
        this.cache = cache;
        this.blocks = new BlockLinks(state, changes);
        this.terms = new TermUpdates(state, changes, blocks);
        this.relinker = new Relinker(state, changes, escalation);
    }

    /** Inserts a new record, which starts as a component of its own. */
    public void insert(StoredRecord record, Arrival arrival) {
        String entityType = record.identity().entityType();
        changes.recordChanged(record.id(), arrival.normalized(), true);
        state.list(record);
        state.records().put(record);
        Set<Long> linked = new TreeSet<>(Set.of(record.component()));
        terms.add(entityType, record.id(), arrival.terms(), RecordTerms.NONE, linked);
        long component = unite(linked, entityType);
        changes.markDirty(component, entityType);
        escalateIfSpanning(component, entityType, arrival.terms());
    }

    /**
     * Replaces the content of a record. What people decided about it may hold records apart, so its
     * component is linked from scratch if that changes.
     */
    public void replace(StoredRecord before, StoredRecord after, Arrival arrival) {
        String entityType = before.identity().entityType();
        changes.recordChanged(after.id(), arrival.normalized(), false);
        RecordTerms old = terms(before);
        RecordTerms now = arrival.terms();
        terms.removeFormer(before.id(), state.normalize(before));
        terms.remove(before, old, now);
        escalation.change(before);
        Set<Long> linked = new TreeSet<>(Set.of(after.component()));
        terms.add(entityType, after.id(), now, old, linked);
        boolean isComparedAnew =
                state.rules(entityType).comparesRecords() && !now.values().equals(old.values());
        if (isComparedAnew) {
            terms.addAgain(entityType, after.id(), now, old, linked);
        }
        state.relist(before, after);
        state.records().put(after);
        cache.markChanged(after.component(), after.id());
        long component = unite(linked, entityType);
        boolean hasOtherDecisions =
                !before.decisions().inForce().equals(after.decisions().inForce());
        if (!hasOtherDecisions
                && !isComparedAnew
                && now.keys().entrySet().containsAll(old.keys().entrySet())) {
            changes.markDirty(component, entityType);
        } else {
            changes.unlink(component, entityType);
        }
        escalateIfSpanning(component, entityType, now);
    }

    /**
     * Removes a record.
     *
     * @param change what removes it
     */
    public void remove(StoredRecord record, SourceRecord change) {
        String entityType = record.identity().entityType();
        terms.removeFormer(record.id(), state.normalize(record));
        terms.remove(record, terms(record), RecordTerms.NONE);
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

    /** Links and unlinks records by key values that became generic, or are no longer. */
    public void settleLimits() {
        changes.limits().forEach(this::settleLimit);
        changes.scopeChanges().forEach(this::applyScopeChange);
    }

    /** Relinks all dirty components that may have lost links, and splits them where they did. */
    public void relink() {
        changes.dirtyComponents()
                .forEach(
                        (component, dirty) -> {
                            if (dirty.isUnlinked()) {
                                relinker.relink(component, dirty.entityType());
                            }
                        });
    }

    private RecordTerms terms(StoredRecord record) {
        return RecordTerms.of(state.normalize(record), state.rules(record.identity().entityType()));
    }

    /** Merges components into the largest of them, and returns its id. */
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
        cache.drop(from);
        for (long id : components.dissolve(from)) {
            components.add(into, id);
            cache.markChanged(into, id);
            state.records().put(state.records().get(id).inComponent(into));
        }
        changes.absorb(from, into, entityType, emitted);
    }

    private void settleLimit(ByteKey signature, ChangeSet.LimitWatch watch) {
        String entityType = watch.entityType();
        IdentityKey key = state.rules(entityType).key(watch.key().keyPosition());
        if (key.isGeneric(state.keys().count(signature.bytes()))) {
            if (watch.everOpen()) {
                unlinkAll(signature, entityType);
            }
            return;
        }
        linkAll(signature, entityType, watch.key().keyPosition());
    }

    private void applyScopeChange(ByteKey signature, ChangeSet.ChangedScope change) {
        KeyScope now = state.scopes().get(signature);
        boolean wasGeneric = change.before() == KeyScope.GENERIC;
        if (now == KeyScope.GENERIC && !wasGeneric) {
            unlinkAll(signature, change.entityType());
        } else if (now != KeyScope.GENERIC && wasGeneric) {
            keyOf(signature, change.entityType())
                    .ifPresent(position -> linkAll(signature, change.entityType(), position));
        }
        if (now == KeyScope.SPANNING && change.before() != KeyScope.SPANNING) {
            state.keys()
                    .scan(signature.bytes())
                    .forEachRemaining(
                            posting ->
                                    changes.escalate(
                                            state.records().get(posting.recordId()).component(),
                                            change.entityType()));
        }
    }

    /** Escalates the component of a record if one of its keys spans shards. */
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

    /** The position of the key that a signature is of; empty if nobody has its values. */
    private OptionalInt keyOf(ByteKey signature, String entityType) {
        Iterator<Posting> postings = state.keys().scan(signature.bytes());
        if (!postings.hasNext()) {
            return OptionalInt.empty();
        }
        long any = postings.next().recordId();
        KeyEntry entry =
                RecordTerms.keys(
                                state.member(any, changes::changed).normalized(),
                                state.rules(entityType))
                        .get(signature);
        if (entry == null) {
            throw new IllegalStateException("record " + any + " has no entry in its block");
        }
        return OptionalInt.of(entry.keyPosition());
    }

    private void linkAll(ByteKey signature, String entityType, int keyPosition) {
        boolean isTested = state.rules(entityType).key(keyPosition).isTested();
        List<Set<Long>> linked =
                isTested
                        ? blocks.all(entityType, keyPosition, signature)
                        : Run.of(postingsWithoutLimit(signature.bytes())).stream()
                                .map(Run::members)
                                .toList();
        for (Set<Long> members : linked) {
            Set<Long> components = new TreeSet<>();
            members.forEach(id -> components.add(state.records().get(id).component()));
            changes.markDirty(unite(components, entityType), entityType);
        }
    }

    private Map<Long, IntervalSet> postingsWithoutLimit(byte[] signature) {
        Map<Long, IntervalSet> postings = new LinkedHashMap<>();
        state.keys()
                .scan(signature)
                .forEachRemaining(posting -> postings.put(posting.recordId(), posting.times()));
        return postings;
    }
}
