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
 * What a shard has to settle before it can state anything: everything that the records since the
 * last time touched. Bounded by the size of the batch, and empty between batches.
 */
public final class ChangeSet {

    private final Map<Long, DirtyComponent> components = new LinkedHashMap<>();
    private final Map<Long, ChangedRecord> taken = new HashMap<>();
    private final Map<ByteKey, LimitWatch> limits = new LinkedHashMap<>();
    private final Map<ByteKey, ChangedClaims> claims = new LinkedHashMap<>();
    private final Map<RecordIdentity, Optional<ByteKey>> removed = new LinkedHashMap<>();
    private final Map<ByteKey, ChangedScope> changedScopes = new LinkedHashMap<>();
    private final Set<Long> forwarded = new LinkedHashSet<>();
    private final List<SourceRecord> forwardedRemovals = new ArrayList<>();
    private final Set<DroppedClaim> droppedClaims = new LinkedHashSet<>();

    /** A component to be emitted anew. */
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

        /** Whether it may have lost links and has to be linked from scratch. */
        public boolean isUnlinked() {
            return isUnlinked;
        }

        /** Whether it may span shards, so that it is to be resolved elsewhere. */
        public boolean isToEscalate() {
            return isToEscalate;
        }

        /** What had been emitted of components that are part of this one now, or gone. */
        public EmittedDigests inherited() {
            return inherited;
        }
    }

    private record ChangedRecord(NormalizedRecord record, boolean isNew) {}

    /** Key values that were generic at some time in the batch. */
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

        /** How many records had the values before the batch, if they were generic then. */
        public long recordsBefore() {
            return recordsBefore;
        }

        /** Whether the values were generic before the batch. */
        public boolean wasGeneric() {
            return wasGeneric;
        }

        /** Whether records may have been linked by the values, before the batch or in it. */
        public boolean everOpen() {
            return everOpen;
        }
    }

    /** A value of an attribute that is to be unique, whose claims changed. */
    public record UniqueValue(String entityType, String attribute, String value) {}

    /**
     * What changed of the claims on a value of an attribute that is to be unique. Names only what
     * claims newly, so that one that many make already need not be looked at as a whole.
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

        /** Records that came to claim it, or at other times; some may be gone again. */
        public Set<Long> records() {
            return records;
        }

        /** Entities that records are in now which claimed it before. */
        public Set<ByteKey> entities() {
            return entities;
        }

        /** Whether there were few claims at some time in the batch. */
        public boolean wereFew() {
            return wereFew;
        }
    }

    /**
     * Key values that became something else.
     *
     * @param before what they were before the batch
     */
    public record ChangedScope(String entityType, KeyScope before) {}

    /** A record claims a value that is to be unique no more. */
    public record DroppedClaim(
            ByteKey signature, String attribute, String value, RecordIdentity record) {}

    /** A record came, or came with another content. */
    public void take(long recordId, NormalizedRecord record, boolean isNew) {
        taken.merge(
                recordId,
                new ChangedRecord(record, isNew),
                (before, now) -> new ChangedRecord(now.record(), before.isNew()));
    }

    /** The record as it came in the batch, if it did. */
    public Optional<NormalizedRecord> taken(long recordId) {
        return Optional.ofNullable(taken.get(recordId)).map(ChangedRecord::record);
    }

    /** The records that came in the batch; some may be gone again. */
    public Set<Long> taken() {
        return taken.keySet();
    }

    /** Whether the record came in the batch and was not there before. */
    public boolean isNew(long recordId) {
        ChangedRecord record = taken.get(recordId);
        return record != null && record.isNew();
    }

    /** The component has to be emitted anew. */
    public void touch(long component, String entityType) {
        touched(component, entityType);
    }

    /** The component may have lost links: it has to be linked from scratch, then emitted anew. */
    public void unlink(long component, String entityType) {
        touched(component, entityType).isUnlinked = true;
    }

    /** The component may span shards: it has to be resolved elsewhere. */
    public void escalate(long component, String entityType) {
        touched(component, entityType).isToEscalate = true;
    }

    /** Whether the component has to be resolved elsewhere because of something in the batch. */
    public boolean isToEscalate(long component) {
        DirtyComponent known = components.get(component);
        return known != null && known.isToEscalate;
    }

    /** A record is to be resolved elsewhere, or says something else there. */
    public void forward(long recordId) {
        forwarded.add(recordId);
    }

    /** Records that are to be told elsewhere; some may be gone again. */
    public Set<Long> forwarded() {
        return forwarded;
    }

    /** A record that is resolved elsewhere is gone. */
    public void forwardRemoval(SourceRecord change) {
        forwardedRemovals.add(change);
    }

    /** Records that are gone from where else they are resolved, in the order in which they went. */
    public List<SourceRecord> forwardedRemovals() {
        return forwardedRemovals;
    }

    /** Key values became something else. */
    public void turn(ByteKey signature, String entityType, KeyScope before) {
        changedScopes.putIfAbsent(signature, new ChangedScope(entityType, before));
    }

    public Map<ByteKey, ChangedScope> changedScopes() {
        return changedScopes;
    }

    /** A record that was in an entity claims a value no more. */
    public void dropClaim(
            ByteKey signature, String attribute, String value, RecordIdentity record) {
        droppedClaims.add(new DroppedClaim(signature, attribute, value, record));
    }

    public Set<DroppedClaim> droppedClaims() {
        return droppedClaims;
    }

    /**
     * What had been emitted of something that is no longer there is the component's to withdraw.
     */
    public void inherit(long component, String entityType, EmittedDigests emitted) {
        DirtyComponent heir = touched(component, entityType);
        heir.inherited = heir.inherited.and(emitted);
    }

    /**
     * One component is part of another from now on.
     *
     * @param emitted what had been emitted of it
     */
    public void absorb(long from, long into, String entityType, EmittedDigests emitted) {
        DirtyComponent heir = touched(into, entityType);
        heir.inherited = heir.inherited.and(emitted);
        DirtyComponent absorbed = components.remove(from);
        if (absorbed != null) {
            heir.isUnlinked |= absorbed.isUnlinked;
            heir.isToEscalate |= absorbed.isToEscalate;
            heir.inherited = heir.inherited.and(absorbed.inherited);
        }
    }

    /** The component is not to be emitted with this batch. */
    public void schedule(long component) {
        components.remove(component);
    }

    private DirtyComponent touched(long component, String entityType) {
        return components.computeIfAbsent(component, unused -> new DirtyComponent(entityType));
    }

    /** All components to be emitted anew, which may change while the copy is walked over. */
    public Map<Long, DirtyComponent> touched() {
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

    /** A record claims a value that is to be unique, or at other times; it is not the only one. */
    public void claim(ByteKey signature, UniqueValue value, long recordId) {
        claims(signature, value).records.add(recordId);
    }

    /** A record claims a value that is to be unique no more, but others do. */
    public void unclaim(ByteKey signature, UniqueValue value, long left) {
        claims(signature, value).wereFew |= left <= ClaimedValue.FEW;
    }

    /** A record that claims a value that is to be unique is in the entity from now on. */
    public void claimOf(ByteKey signature, UniqueValue value, ByteKey entity) {
        claims(signature, value).entities.add(entity);
    }

    private ChangedClaims claims(ByteKey signature, UniqueValue value) {
        return claims.computeIfAbsent(signature, unused -> new ChangedClaims(value));
    }

    public Map<ByteKey, ChangedClaims> claims() {
        return claims;
    }

    /** A record was deleted that was last emitted to be in the entity, if it ever was. */
    public void removed(RecordIdentity identity, Optional<ByteKey> entity) {
        removed.merge(identity, entity, (first, last) -> last.isPresent() ? last : first);
    }

    /** Deleted records; some may have come back since. */
    public Map<RecordIdentity, Optional<ByteKey>> removed() {
        return removed;
    }

    public boolean isEmpty() {
        return components.isEmpty()
                && taken.isEmpty()
                && limits.isEmpty()
                && claims.isEmpty()
                && removed.isEmpty()
                && forwarded.isEmpty()
                && forwardedRemovals.isEmpty()
                && droppedClaims.isEmpty();
    }

    public void clear() {
        components.clear();
        taken.clear();
        limits.clear();
        claims.clear();
        removed.clear();
        changedScopes.clear();
        forwarded.clear();
        forwardedRemovals.clear();
        droppedClaims.clear();
    }
}
