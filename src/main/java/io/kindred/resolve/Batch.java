package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a shard has to settle before it can state anything: everything that the records since the
 * last time touched. Bounded by the size of the batch, and empty between batches.
 */
final class Batch {

    private final Map<Long, Boolean> components = new LinkedHashMap<>();
    private final Map<ByteKey, LimitWatch> limits = new LinkedHashMap<>();
    private final Map<ByteKey, UniqueValue> uniqueValues = new LinkedHashMap<>();
    private final Map<RecordIdentity, Optional<ByteKey>> removed = new LinkedHashMap<>();

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

    /** The component has to be stated anew. */
    void touch(long component) {
        components.putIfAbsent(component, false);
    }

    /** The component may have lost links: it has to be linked from scratch, then stated anew. */
    void unlink(long component) {
        components.put(component, true);
    }

    /** One component is another's from now on. */
    void absorb(long from, long into) {
        boolean relink = Boolean.TRUE.equals(components.remove(from));
        components.merge(into, relink, Boolean::logicalOr);
    }

    /** The components to be linked from scratch. */
    List<Long> unlinked() {
        List<Long> unlinked = new ArrayList<>();
        components.forEach(
                (component, relink) -> {
                    if (relink) {
                        unlinked.add(component);
                    }
                });
        return unlinked;
    }

    /** All components to be stated anew. */
    List<Long> touched() {
        return List.copyOf(components.keySet());
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

    /** The claims on a value that is to be unique changed. */
    void claim(ByteKey signature, UniqueValue value) {
        uniqueValues.putIfAbsent(signature, value);
    }

    Map<ByteKey, UniqueValue> uniqueValues() {
        return uniqueValues;
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
                && limits.isEmpty()
                && uniqueValues.isEmpty()
                && removed.isEmpty();
    }

    void clear() {
        components.clear();
        limits.clear();
        uniqueValues.clear();
        removed.clear();
    }
}
