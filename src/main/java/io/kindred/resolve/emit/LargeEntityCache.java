package io.kindred.resolve.emit;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.cluster.StrongValues;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.entity.EntityDraft;
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
 * Large components as they were last emitted, so that of one that only grew no record need be
 * loaded but those that came or changed since.
 *
 * <p>Held are components that are one entity, in heap only: the first time after a restart all of a
 * component is loaded. How many bytes are held is bounded by the {@link LargeEntityBudget}, which
 * may evict any of them at any time.
 *
 * <p>A component that lost a record or a link must be {@linkplain #drop dropped}; one that is held
 * has all the records that it had, each last emitted to be in the one entity.
 *
 * <p>Costs of growing: the new records are loaded, all are merged in order of identity and looked
 * at for contradictions, and the values of those attributes that the new ones have are sorted.
 */
public final class LargeEntityCache {

    /** A number in a set, by estimate. */
    private static final int BYTES_OF_NEWS = 56;

    private static final int BYTES_OF_REFERENCE = 4;

    private static final Comparator<Member> BY_IDENTITY =
            Comparator.comparing(member -> member.stored().identity());

    private final ShardState state;
    private final ChangeSet changes;
    private final EmissionLimit limit;
    private final LargeEntityBudget budget;

    public LargeEntityCache(ShardState state, ChangeSet changes, EmissionLimit limit) {
        this.state = state;
        this.changes = changes;
        this.limit = limit;
        this.budget = limit.held();
    }

    /**
     * A component that is still one entity, the same as before.
     *
     * @param draft the entity now
     * @param news the records that came or changed since it was last emitted
     * @param size how many records it has
     */
    record Grown(EntityDraft draft, List<Member> news, int size) {}

    /** A component as it was last emitted, and the records that came or changed since. */
    static final class Held {
        /** Sorted by identity. */
        final List<NormalizedRecord> records;

        final EntityDraft draft;
        final long recordBytes;
        final Set<Long> news = new HashSet<>();

        Held(List<NormalizedRecord> records, EntityDraft draft, long recordBytes) {
            this.records = records;
            this.draft = draft;
            this.recordBytes = recordBytes;
        }

        long bytes() {
            return recordBytes
                    + (long) BYTES_OF_REFERENCE * records.size()
                    + draft.estimatedBytes()
                    + (long) BYTES_OF_NEWS * news.size();
        }
    }

    /** Whether a component of so many records is to be held if it is one entity. */
    boolean isWanted(long size) {
        return !budget.isNone() && limit.isLarge(size);
    }

    /** A record came into the component, or says something else now. */
    public void markChanged(long component, long recordId) {
        Optional<Held> known = budget.get(this, component);
        if (known.isPresent() && known.get().news.add(recordId)) {
            budget.grew(BYTES_OF_NEWS);
        }
    }

    /** The component is no longer, or may have lost something. */
    public void drop(long component) {
        budget.remove(this, component);
    }

    /**
     * Holds a component as it is being emitted.
     *
     * @param records all of it, sorted by identity; neither copied nor changed
     * @param draft the one entity that they are
     */
    void hold(long component, List<NormalizedRecord> records, EntityDraft draft) {
        long recordBytes = 0;
        for (NormalizedRecord record : records) {
            recordBytes += record.estimatedBytes();
        }
        budget.put(this, component, new Held(records, draft, recordBytes));
    }

    /**
     * Brings a component that only grew up to date, after which it must be emitted.
     *
     * @return empty if it is not held, or is not the same one entity any more; then it is dropped
     */
    Optional<Grown> grow(long component, String entityType) {
        Optional<Held> cached = budget.get(this, component);
        if (cached.isEmpty()) {
            return Optional.empty();
        }
        Held known = cached.get();
        List<Member> news = load(known.news);
        Set<String> changed = new HashSet<>();
        List<NormalizedRecord> replaced = new ArrayList<>();
        List<NormalizedRecord> records = merged(known.records, news, replaced);
        long recordBytes = known.recordBytes;
        for (Member member : news) {
            changed.addAll(member.normalized().values().keySet());
            recordBytes += member.normalized().estimatedBytes();
        }
        for (NormalizedRecord old : replaced) {
            changed.addAll(old.values().keySet());
            recordBytes -= old.estimatedBytes();
        }
        drop(component);
        EntityTypeRules rules = state.rules(entityType);
        if (StrongValues.areContested(records, rules)) {
            return Optional.empty();
        }
        EntityDraft draft =
                new EntityBuilder(state.ontology(), rules).redraft(known.draft, records, changed);
        if (!draft.id().equals(known.draft.id())) {
            return Optional.empty();
        }
        budget.put(this, component, new Held(records, draft, recordBytes));
        return Optional.of(new Grown(draft, news, records.size()));
    }

    /** Where the components are, maybe beside those of other engines. */
    LargeEntityBudget budget() {
        return budget;
    }

    private List<Member> load(Set<Long> ids) {
        List<Member> members = new ArrayList<>(ids.size());
        for (long id : ids) {
            members.add(state.member(id, changes::taken));
        }
        members.sort(BY_IDENTITY);
        return members;
    }

    /**
     * The records with the news among them, all by identity.
     *
     * @param replaced given those that news are in the place of
     */
    private static List<NormalizedRecord> merged(
            List<NormalizedRecord> records, List<Member> news, List<NormalizedRecord> replaced) {
        List<NormalizedRecord> merged = new ArrayList<>(records.size() + news.size());
        int next = 0;
        for (Member member : news) {
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
