package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyStanding;
import io.kindred.storage.StatedDigests;

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
final class Batch {

    private final Map<Long, Touched> components = new LinkedHashMap<>();
    private final Map<Long, Taken> taken = new HashMap<>();
    private final Map<ByteKey, LimitWatch> limits = new LinkedHashMap<>();
    private final Map<ByteKey, ChangedClaims> claims = new LinkedHashMap<>();
    private final Map<RecordIdentity, Optional<ByteKey>> removed = new LinkedHashMap<>();
    private final Map<ByteKey, Turned> turned = new LinkedHashMap<>();
    private final Set<Long> forwarded = new LinkedHashSet<>();
    private final List<SourceRecord> forwardedRemovals = new ArrayList<>();
    private final Set<DroppedClaim> droppedClaims = new LinkedHashSet<>();

    /** A component to be stated anew. */
    static final class Touched {
        private final String entityType;
        private boolean isUnlinked;
        private boolean isToEscalate;
        private StatedDigests inherited = StatedDigests.NONE;

        Touched(String entityType) {
            this.entityType = entityType;
        }

        String entityType() {
            return entityType;
        }

        /** Whether it may have lost links and has to be linked from scratch. */
        boolean isUnlinked() {
            return isUnlinked;
        }

        /** Whether it may span shards, so that it is to be resolved elsewhere. */
        boolean isToEscalate() {
            return isToEscalate;
        }

        /** What had been stated of components that are part of this one now, or gone. */
        StatedDigests inherited() {
            return inherited;
        }
    }

    private record Taken(NormalizedRecord record, boolean isNew) {}

    /** Key values that were generic at some time in the batch. */
    static final class LimitWatch {
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

        String entityType() {
            return entityType;
        }

        KeyValues key() {
            return key;
        }

        /** How many records had the values before the batch, if they were generic then. */
        long recordsBefore() {
            return recordsBefore;
        }

        /** Whether the values were generic before the batch. */
        boolean wasGeneric() {
            return wasGeneric;
        }

        /** Whether records may have been linked by the values, before the batch or in it. */
        boolean everOpen() {
            return everOpen;
        }
    }

    /** A value of an attribute that is to be unique, whose claims changed. */
    record UniqueValue(String entityType, String attribute, String value) {}

    /**
     * What changed of the claims on a value of an attribute that is to be unique. Names only what
     * claims newly, so that one that many make already need not be looked at as a whole.
     */
    static final class ChangedClaims {
        private final UniqueValue value;
        private final Set<Long> records = new HashSet<>();
        private final Set<ByteKey> entities = new HashSet<>();
        private boolean wereFew;

        ChangedClaims(UniqueValue value) {
            this.value = value;
        }

        UniqueValue value() {
            return value;
        }

        /** Records that came to claim it, or at other times; some may be gone again. */
        Set<Long> records() {
            return records;
        }

        /** Entities that records are in now which claimed it before. */
        Set<ByteKey> entities() {
            return entities;
        }

        /** Whether there were few claims at some time in the batch. */
        boolean wereFew() {
            return wereFew;
        }
    }

    /**
     * Key values that became something else.
     *
     * @param before what they were before the batch
     */
    record Turned(String entityType, KeyStanding before) {}

    /** A record claims a value that is to be unique no more. */
    record DroppedClaim(ByteKey signature, String attribute, String value, RecordIdentity record) {}

    /** A record came, or came with another content. */
    void take(long recordId, NormalizedRecord record, boolean isNew) {
        taken.merge(
                recordId,
                new Taken(record, isNew),
                (before, now) -> new Taken(now.record(), before.isNew()));
    }

    /** The record as it came in the batch, if it did. */
    Optional<NormalizedRecord> taken(long recordId) {
        return Optional.ofNullable(taken.get(recordId)).map(Taken::record);
    }

    /** The records that came in the batch; some may be gone again. */
    Set<Long> taken() {
        return taken.keySet();
    }

    /** Whether the record came in the batch and was not there before. */
    boolean isNew(long recordId) {
        Taken record = taken.get(recordId);
        return record != null && record.isNew();
    }

    /** The component has to be stated anew. */
    void touch(long component, String entityType) {
        touched(component, entityType);
    }

    /** The component may have lost links: it has to be linked from scratch, then stated anew. */
    void unlink(long component, String entityType) {
        touched(component, entityType).isUnlinked = true;
    }

    /** The component may span shards: it has to be resolved elsewhere. */
    void escalate(long component, String entityType) {
        touched(component, entityType).isToEscalate = true;
    }

    /** Whether the component has to be resolved elsewhere because of something in the batch. */
    boolean isToEscalate(long component) {
        Touched known = components.get(component);
        return known != null && known.isToEscalate;
    }

    /** A record is to be resolved elsewhere, or says something else there. */
    void forward(long recordId) {
        forwarded.add(recordId);
    }

    /** Records that are to be told elsewhere; some may be gone again. */
    Set<Long> forwarded() {
        return forwarded;
    }

    /** A record that is resolved elsewhere is gone. */
    void forwardRemoval(SourceRecord change) {
        forwardedRemovals.add(change);
    }

    /** Records that are gone from where else they are resolved, in the order in which they went. */
    List<SourceRecord> forwardedRemovals() {
        return forwardedRemovals;
    }

    /** Key values became something else. */
    void turn(ByteKey signature, String entityType, KeyStanding before) {
        turned.putIfAbsent(signature, new Turned(entityType, before));
    }

    Map<ByteKey, Turned> turned() {
        return turned;
    }

    /** A record that was in an entity claims a value no more. */
    void dropClaim(ByteKey signature, String attribute, String value, RecordIdentity record) {
        droppedClaims.add(new DroppedClaim(signature, attribute, value, record));
    }

    Set<DroppedClaim> droppedClaims() {
        return droppedClaims;
    }

    /** What had been stated of something that is no longer there is the component's to withdraw. */
    void inherit(long component, String entityType, StatedDigests stated) {
        Touched heir = touched(component, entityType);
        heir.inherited = heir.inherited.and(stated);
    }

    /**
     * One component is part of another from now on.
     *
     * @param stated what had been stated of it
     */
    void absorb(long from, long into, String entityType, StatedDigests stated) {
        Touched heir = touched(into, entityType);
        heir.inherited = heir.inherited.and(stated);
        Touched absorbed = components.remove(from);
        if (absorbed != null) {
            heir.isUnlinked |= absorbed.isUnlinked;
            heir.isToEscalate |= absorbed.isToEscalate;
            heir.inherited = heir.inherited.and(absorbed.inherited);
        }
    }

    /** The component is not to be stated with this batch. */
    void putOff(long component) {
        components.remove(component);
    }

    private Touched touched(long component, String entityType) {
        return components.computeIfAbsent(component, unused -> new Touched(entityType));
    }

    /** All components to be stated anew, which may change while the copy is walked over. */
    Map<Long, Touched> touched() {
        return new LinkedHashMap<>(components);
    }

    /** The number of records with the key values changed across or above the limit. */
    void watchLimit(
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

    Map<ByteKey, LimitWatch> limits() {
        return limits;
    }

    /** A record claims a value that is to be unique, or at other times; it is not the only one. */
    void claim(ByteKey signature, UniqueValue value, long recordId) {
        claims(signature, value).records.add(recordId);
    }

    /** A record claims a value that is to be unique no more, but others do. */
    void unclaim(ByteKey signature, UniqueValue value, long left) {
        claims(signature, value).wereFew |= left <= UniqueValues.FEW;
    }

    /** A record that claims a value that is to be unique is in the entity from now on. */
    void claimOf(ByteKey signature, UniqueValue value, ByteKey entity) {
        claims(signature, value).entities.add(entity);
    }

    private ChangedClaims claims(ByteKey signature, UniqueValue value) {
        return claims.computeIfAbsent(signature, unused -> new ChangedClaims(value));
    }

    Map<ByteKey, ChangedClaims> claims() {
        return claims;
    }

    /** A record was deleted that was last stated to be in the entity, if it ever was. */
    void removed(RecordIdentity identity, Optional<ByteKey> entity) {
        removed.merge(identity, entity, (first, last) -> last.isPresent() ? last : first);
    }

    /** Deleted records; some may have come back since. */
    Map<RecordIdentity, Optional<ByteKey>> removed() {
        return removed;
    }

    boolean isEmpty() {
        return components.isEmpty()
                && taken.isEmpty()
                && limits.isEmpty()
                && claims.isEmpty()
                && removed.isEmpty()
                && forwarded.isEmpty()
                && forwardedRemovals.isEmpty()
                && droppedClaims.isEmpty();
    }

    void clear() {
        components.clear();
        taken.clear();
        limits.clear();
        claims.clear();
        removed.clear();
        turned.clear();
        forwarded.clear();
        forwardedRemovals.clear();
        droppedClaims.clear();
    }
}
