package io.kindred.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A question to a running job.
 *
 * @param id chosen by the client and repeated in the answer; not empty
 * @param deadlineMillis the time after which a partial answer is emitted, in milliseconds; from 1
 *     to {@link #MAX_DEADLINE_MILLIS}
 */
public record Question(String id, long deadlineMillis, Subject subject) {

    /** Ten seconds, for questions without a deadline. */
    public static final long DEFAULT_DEADLINE_MILLIS = 10_000;

    /** One hour: an answer that takes longer will not come. */
    public static final long MAX_DEADLINE_MILLIS = 3_600_000;

    /**
     * @throws IllegalArgumentException if the id is empty or the deadline out of bounds
     */
    public Question {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id is empty");
        }
        if (deadlineMillis < 1 || deadlineMillis > MAX_DEADLINE_MILLIS) {
            throw new IllegalArgumentException(
                    "deadline_ms is " + deadlineMillis + ", expected 1 to " + MAX_DEADLINE_MILLIS);
        }
    }

    /** What is asked. */
    public sealed interface Subject {

        String entityType();
    }

    /** Which entities assert the given values. */
    public record Values(Query query) implements Subject {

        @Override
        public String entityType() {
            return query.entityType();
        }
    }

    /** Which entity a record belongs to. */
    public record EntityOf(RecordIdentity record) implements Subject {

        @Override
        public String entityType() {
            return record.entityType();
        }
    }

    /** The entity with an id. */
    public record ById(String entityId) implements Subject {

        /**
         * @throws IllegalArgumentException if the id does not have the form of an {@link EntityId}
         */
        public ById {
            if (!EntityId.isValid(entityId)) {
                throw new IllegalArgumentException("no entity has the id '" + entityId + "'");
            }
        }

        @Override
        public String entityType() {
            return EntityId.entityType(entityId);
        }
    }

    /**
     * Why two records are or are not the same entity, or what links one record to others.
     *
     * @param second of the same entity type; empty to explain one record
     */
    public record Why(RecordIdentity first, Optional<RecordIdentity> second) implements Subject {

        /**
         * @throws IllegalArgumentException if the records have different entity types
         */
        public Why {
            if (second.isPresent() && !second.get().entityType().equals(first.entityType())) {
                throw new IllegalArgumentException(
                        "the records have different entity types, which are never linked");
            }
        }

        @Override
        public String entityType() {
            return first.entityType();
        }
    }

    /**
     * How a record would be resolved if it arrived now. Its version does not matter.
     *
     * @param record an upsert
     */
    public record Match(SourceRecord record) implements Subject {

        /**
         * @throws IllegalArgumentException if the record is a delete or an erasure
         */
        public Match {
            if (!record.isUpsert()) {
                throw new IllegalArgumentException(
                        "match has the op "
                                + record.op().name().toLowerCase(Locale.ROOT)
                                + ", expected upsert");
            }
        }

        @Override
        public String entityType() {
            return record.identity().entityType();
        }
    }

    /**
     * Which records a record would meet if it arrived now. With several shards, the registry asks
     * this to answer {@link Match}; no client does.
     *
     * @param arriving what the shards would be sent of the record, with the number of its change: a
     *     delete if nothing of it would count
     * @param current what it would replace, as the shards have it
     */
    public record Neighbors(SourceRecord arriving, Optional<SourceRecord> current)
            implements Subject {

        @Override
        public String entityType() {
            return arriving.identity().entityType();
        }
    }
}
