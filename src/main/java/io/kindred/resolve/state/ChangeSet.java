package io.kindred.resolve.state;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.ClaimedValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pending changes of a shard: everything that the records since the last flush affect. Bounded
 * by the size of the batch, and empty between batches.
 */
public final class ChangeSet {

    private final Map<Long, DirtyComponent> components = new LinkedHashMap<>();
    private final Map<Long, ChangedRecord> changed = new HashMap<>();
    private final Map<ByteKey, LimitWatch> limits = new LinkedHashMap<>();
    private final Map<ByteKey, ChangedClaims> claims = new LinkedHashMap<>();
    private final Map<RecordIdentity, Optional<ByteKey>> removed = new LinkedHashMap<>();
    private final Set<RecordIdentity> erased = new LinkedHashSet<>();
    private final Map<ByteKey, ChangedScope> scopeChanges = new LinkedHashMap<>();
    private final Set<Long> forwarded = new LinkedHashSet<>();
    private final List<SourceRecord> forwardedRemovals = new ArrayList<>();
    private final Set<DroppedClaim> droppedClaims = new LinkedHashSet<>();

    /** A component that must be emitted again. */
    public static final class DirtyComponent {
        private final String entityType;
        private boolean isUnlinked;
        private boolean isToEscalate;
        private EmittedDigests inherited = EmittedDigests.NONE;

        DirtyComponent(String entityType) {
            this.entityType = entityType;
        }

        public String entityType() {
            return entityType;
        }

        /** Whether it may have lost links, so that it must be linked from scratch. */
        public boolean isUnlinked() {
            return isUnlinked;
        }

        /** Whether it may span shards, so that it must be resolved by reconcile. */
        public boolean isToEscalate() {
            return isToEscalate;
        }

        /** The digests emitted for components that were merged into this one, or that are gone. */
        public EmittedDigests inherited() {
            return inherited;
        }
    }

    private record ChangedRecord(NormalizedRecord record, boolean isNew) {}

    /** Key values that were generic at some time in this change set. */
    public static final class LimitWatch {
        private final String entityType;
        private final KeyValues key;
        private final long recordsBefore;
        private final boolean wasGeneric;
        private boolean everOpen;

        LimitWatch(String entityType, KeyValues key, long recordsBefore, boolean wasGeneric) {
            this.entityType = entityType;
            this.key = key;
            this.recordsBefore = recordsBefore;
            this.wasGeneric = wasGeneric;
        }

        public String entityType() {
            return entityType;
        }

        public KeyValues key() {
            return key;
        }

        /**
         * The number of records with the values before the change set, if they were generic then.
         */
        public long recordsBefore() {
            return recordsBefore;
        }

        /** Whether the values were generic before the change set. */
        public boolean wasGeneric() {
            return wasGeneric;
        }

        /** Whether the values may have linked records, before the change set or within it. */
        public boolean everOpen() {
            return everOpen;
        }
    }

    /** A value of a {@code unique} attribute. */
    public record UniqueValue(String entityType, String attribute, String value) {}

    /**
     * The changed claims on a value of a {@code unique} attribute. Names only the new claims, so
     * that a value with many claims need not be read as a whole.
     */
    public static final class ChangedClaims {
        private final UniqueValue value;
        private final Set<Long> records = new HashSet<>();
        private final Set<ByteKey> entities = new HashSet<>();
        private boolean wereFew;

        ChangedClaims(UniqueValue value) {
            this.value = value;
        }

        public UniqueValue value() {
            return value;
        }

        /** Records whose claim is new, or has other times; some may be removed again. */
        public Set<Long> records() {
            return records;
        }

        /** The entities now of claiming records that moved between entities. */
        public Set<ByteKey> entities() {
            return entities;
        }

        /** Whether the value had few claims at some time in the change set. */
        public boolean wereFew() {
            return wereFew;
        }
    }

    /**
     * Key values whose scope changed.
     *
     * @param before the scope before the change set
     */
    public record ChangedScope(String entityType, KeyScope before) {}

    /** A record that no longer claims a {@code unique} value. */
    public record DroppedClaim(
            ByteKey signature, String attribute, String value, RecordIdentity record) {}

    /** A record was inserted or replaced. */
    public void recordChanged(long recordId, NormalizedRecord record, boolean isNew) {
        changed.merge(
                recordId,
                new ChangedRecord(record, isNew),
                (before, now) -> new ChangedRecord(now.record(), before.isNew()));
    }

    /** The record's current content, if it changed in this change set. */
    public Optional<NormalizedRecord> changed(long recordId) {
        return Optional.ofNullable(changed.get(recordId)).map(ChangedRecord::record);
    }

    /** The inserted and replaced records; some may be removed again. */
    public Set<Long> changed() {
        return changed.keySet();
    }

    /** Whether the record was inserted by this change set. */
    public boolean isNew(long recordId) {
        ChangedRecord record = changed.get(recordId);
        return record != null && record.isNew();
    }

    /** The component must be emitted again. */
    public void markDirty(long component, String entityType) {
        dirty(component, entityType);
    }

    /** The component may have lost links: it must be linked from scratch and emitted again. */
    public void unlink(long component, String entityType) {
        dirty(component, entityType).isUnlinked = true;
    }

    /** The component may span shards: it must be resolved by reconcile. */
    public void escalate(long component, String entityType) {
        dirty(component, entityType).isToEscalate = true;
    }

    /** Whether a change in this change set escalates the component. */
    public boolean isToEscalate(long component) {
        DirtyComponent known = components.get(component);
        return known != null && known.isToEscalate;
    }

    /** The record must be forwarded to reconcile, since it is newly escalated or has changed. */
    public void forward(long recordId) {
        forwarded.add(recordId);
    }

    /** The records to forward; some may be removed again. */
    public Set<Long> forwarded() {
        return forwarded;
    }

    /** A forwarded record was removed. */
    public void forwardRemoval(SourceRecord change) {
        forwardedRemovals.add(change);
    }

    /** The removals to forward, in their order. */
    public List<SourceRecord> forwardedRemovals() {
        return forwardedRemovals;
    }

    /** The scope of key values changed. */
    public void recordScopeChange(ByteKey signature, String entityType, KeyScope before) {
        scopeChanges.putIfAbsent(signature, new ChangedScope(entityType, before));
    }

    public Map<ByteKey, ChangedScope> scopeChanges() {
        return scopeChanges;
    }

    /** A record in an entity no longer claims a value. */
    public void dropClaim(
            ByteKey signature, String attribute, String value, RecordIdentity record) {
        droppedClaims.add(new DroppedClaim(signature, attribute, value, record));
    }

    public Set<DroppedClaim> droppedClaims() {
        return droppedClaims;
    }

    /**
     * The component takes over the emitted digests of something that is gone, and must retract
     * them.
     */
    public void inherit(long component, String entityType, EmittedDigests emitted) {
        DirtyComponent heir = dirty(component, entityType);
        heir.inherited = heir.inherited.and(emitted);
    }

    /**
     * One component was merged into another.
     *
     * @param emitted the digests emitted for the merged component
     */
    public void absorb(long from, long into, String entityType, EmittedDigests emitted) {
        DirtyComponent heir = dirty(into, entityType);
        heir.inherited = heir.inherited.and(emitted);
        DirtyComponent absorbed = components.remove(from);
        if (absorbed != null) {
            heir.isUnlinked |= absorbed.isUnlinked;
            heir.isToEscalate |= absorbed.isToEscalate;
            heir.inherited = heir.inherited.and(absorbed.inherited);
        }
    }

    /** The component is not emitted with this change set. */
    public void defer(long component) {
        components.remove(component);
    }

    private DirtyComponent dirty(long component, String entityType) {
        return components.computeIfAbsent(component, unused -> new DirtyComponent(entityType));
    }

    /** A copy of all dirty components, so that they may change while it is iterated. */
    public Map<Long, DirtyComponent> dirtyComponents() {
        return new LinkedHashMap<>(components);
    }

    /** The number of records with the key values changed across or above the limit. */
    public void watchLimit(
            ByteKey signature,
            String entityType,
            KeyValues key,
            long recordsBefore,
            boolean genericBefore,
            boolean genericNow) {
        LimitWatch watch =
                limits.computeIfAbsent(
                        signature,
                        unused -> new LimitWatch(entityType, key, recordsBefore, genericBefore));
        watch.everOpen |= !genericBefore || !genericNow;
    }

    public Map<ByteKey, LimitWatch> limits() {
        return limits;
    }

    /**
     * A record claims a {@code unique} value, newly or at other times, and other records claim it
     * too.
     */
    public void claim(ByteKey signature, UniqueValue value, long recordId) {
        claims(signature, value).records.add(recordId);
    }

    /** A record no longer claims a {@code unique} value, but others do. */
    public void unclaim(ByteKey signature, UniqueValue value, long left) {
        claims(signature, value).wereFew |= left <= ClaimedValue.FEW;
    }

    /** A record that claims a {@code unique} value is in this entity from now on. */
    public void claimOf(ByteKey signature, UniqueValue value, ByteKey entity) {
        claims(signature, value).entities.add(entity);
    }

    private ChangedClaims claims(ByteKey signature, UniqueValue value) {
        return claims.computeIfAbsent(signature, unused -> new ChangedClaims(value));
    }

    public Map<ByteKey, ChangedClaims> claims() {
        return claims;
    }

    /** A record was deleted. The entity is the one it was last emitted in, if any. */
    public void removed(RecordIdentity identity, Optional<ByteKey> entity) {
        removed.merge(identity, entity, (first, last) -> last.isPresent() ? last : first);
    }

    /** Deleted records; some may have been inserted again. */
    public Map<RecordIdentity, Optional<ByteKey>> removed() {
        return removed;
    }

    /** A record was erased, whether or not it was there. */
    public void erased(RecordIdentity identity) {
        erased.add(identity);
    }

    /** Erased records; some may have been inserted again. */
    public Set<RecordIdentity> erased() {
        return erased;
    }

    public boolean isEmpty() {
        return components.isEmpty()
                && changed.isEmpty()
                && limits.isEmpty()
                && claims.isEmpty()
                && removed.isEmpty()
                && erased.isEmpty()
                && forwarded.isEmpty()
                && forwardedRemovals.isEmpty()
                && droppedClaims.isEmpty();
    }

    public void clear() {
        components.clear();
        changed.clear();
        limits.clear();
        claims.clear();
        removed.clear();
        erased.clear();
        scopeChanges.clear();
        forwarded.clear();
        forwardedRemovals.clear();
        droppedClaims.clear();
    }
}
