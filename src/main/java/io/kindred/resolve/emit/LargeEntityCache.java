package io.kindred.resolve.emit;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.entity.EntityDraft;
import io.kindred.resolve.entity.GoldenProvenance;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cache of large components as they were last emitted. When one grows, only its new and changed
 * records are loaded.
 *
 * <p>It holds components that are a single entity, in heap only: after a restart the first emission
 * loads the whole component. {@link LargeEntityBudget} bounds the bytes and may evict any entry at
 * any time.
 *
 * <p>Invariant: a cached component still has all its cached records, each last emitted in that one
 * entity. A component that lost a record or a link must be {@linkplain #drop dropped}.
 *
 * <p>Costs of growing: the changed records are loaded, all records are merged by identity and
 * checked for conflicts of strong identifiers and decisions, and the values of the changed
 * attributes are sorted.
 */
public final class LargeEntityCache {

    /** Estimated heap per number in a set, in bytes. */
    private static final int BYTES_OF_CHANGE = 56;

    private static final int BYTES_OF_REFERENCE = 4;

    private static final Comparator<Member> BY_IDENTITY =
            Comparator.comparing(member -> member.stored().identity());

    private final ShardState state;
    private final ChangeSet changes;
    private final EmissionLimit limit;
    private final LargeEntityBudget budget;
    private final Optional<GoldenProvenance> provenance;

    /**
     * An empty cache.
     *
     * @param provenance finds the records that golden values come from; empty if nobody needs them
     */
    public LargeEntityCache(
            ShardState state,
            ChangeSet changes,
            EmissionLimit limit,
            Optional<GoldenProvenance> provenance) {
        this.provenance = provenance;
        this.state = state;
        this.changes = changes;
        this.limit = limit;
        this.budget = limit.budget();
    }

    /**
     * A component that is still the same single entity.
     *
     * @param draft the entity now
     * @param changed the records that were added or replaced since it was last emitted
     * @param size its number of records
     */
    record Grown(EntityDraft draft, List<Member> changed, int size) {}

    /** A component as it was last emitted, and the records that were added or replaced since. */
    static final class CachedEntity {
        /** Sorted by identity. */
        final List<NormalizedRecord> records;

        final EntityDraft draft;
        final long recordBytes;
        final Set<Long> changed = new HashSet<>();

        CachedEntity(List<NormalizedRecord> records, EntityDraft draft, long recordBytes) {
            this.records = records;
            this.draft = draft;
            this.recordBytes = recordBytes;
        }

        long bytes() {
            return recordBytes
                    + (long) BYTES_OF_REFERENCE * records.size()
                    + draft.estimatedBytes()
                    + (long) BYTES_OF_CHANGE * changed.size();
        }
    }

    /** Whether a component of this size is to be cached if it is a single entity. */
    boolean isCacheable(long size) {
        return !budget.isNone() && limit.isLarge(size);
    }

    /** A record was added to the component, or replaced. */
    public void markChanged(long component, long recordId) {
        Optional<CachedEntity> known = budget.get(this, component);
        if (known.isPresent() && known.get().changed.add(recordId)) {
            budget.grow(BYTES_OF_CHANGE);
        }
    }

    /** The component is gone, or may have lost records or links. */
    public void drop(long component) {
        budget.remove(this, component);
    }

    /**
     * Caches a component as it is emitted.
     *
     * @param records all its records, sorted by identity; neither copied nor modified
     * @param draft the single entity that they form
     */
    void put(long component, List<NormalizedRecord> records, EntityDraft draft) {
        long recordBytes = 0;
        for (NormalizedRecord record : records) {
            recordBytes += record.estimatedBytes();
        }
        budget.put(this, component, new CachedEntity(records, draft, recordBytes));
    }

    /**
     * Updates a component that only grew. The caller must emit it.
     *
     * @return empty if it is not cached, or no longer the same single entity; then it is dropped
     */
    Optional<Grown> grow(long component, String entityType) {
        Optional<CachedEntity> cached = budget.get(this, component);
        if (cached.isEmpty()) {
            return Optional.empty();
        }
        CachedEntity known = cached.get();
        List<Member> changed = load(known.changed);
        Set<String> attributes = new HashSet<>();
        List<NormalizedRecord> replaced = new ArrayList<>();
        List<NormalizedRecord> records = merged(known.records, changed, replaced);
        long recordBytes = known.recordBytes;
        for (Member member : changed) {
            attributes.addAll(member.normalized().values().keySet());
            recordBytes += member.normalized().estimatedBytes();
        }
        for (NormalizedRecord old : replaced) {
            attributes.addAll(old.values().keySet());
            recordBytes -= old.estimatedBytes();
        }
        drop(component);
        EntityTypeRules rules = state.rules(entityType);
        if (!ComponentResolver.isOneEntity(records, rules)) {
            return Optional.empty();
        }
        EntityDraft draft =
                new EntityBuilder(state.ontology(), rules, provenance)
                        .redraft(known.draft, records, attributes);
        if (!draft.id().equals(known.draft.id())) {
            return Optional.empty();
        }
        budget.put(this, component, new CachedEntity(records, draft, recordBytes));
        return Optional.of(new Grown(draft, changed, records.size()));
    }

    /** The budget, perhaps shared with other engines. */
    LargeEntityBudget budget() {
        return budget;
    }

    private List<Member> load(Set<Long> ids) {
        List<Member> members = new ArrayList<>(ids.size());
        for (long id : ids) {
            members.add(state.member(id, changes::changed));
        }
        members.sort(BY_IDENTITY);
        return members;
    }

    /**
     * Merges the changed records into the sorted records.
     *
     * @param replaced receives the old versions of replaced records
     */
    private static List<NormalizedRecord> merged(
            List<NormalizedRecord> records, List<Member> changed, List<NormalizedRecord> replaced) {
        List<NormalizedRecord> merged = new ArrayList<>(records.size() + changed.size());
        int next = 0;
        for (Member member : changed) {
            NormalizedRecord fresh = member.normalized();
            while (next < records.size()
                    && records.get(next).identity().compareTo(fresh.identity()) < 0) {
                merged.add(records.get(next++));
            }
            if (next < records.size() && records.get(next).identity().equals(fresh.identity())) {
                replaced.add(records.get(next++));
            }
            merged.add(fresh);
        }
        merged.addAll(records.subList(next, records.size()));
        return merged;
    }
}
