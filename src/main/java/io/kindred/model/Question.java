package io.kindred.model;

import java.util.Optional;

/**
 * What somebody asks of a running job.
 *
 * @param id the asker's name for it, which the answer bears; not empty
 * @param deadlineMillis after so many milliseconds what there is of an answer is given; from 1 to
 *     {@link #MAX_DEADLINE_MILLIS}
 * @param subject what is asked
 */
public record Question(String id, long deadlineMillis, Subject subject) {

    /** Where none is named. */
    public static final long DEFAULT_DEADLINE_MILLIS = 10_000;

    /** An hour: whatever takes longer will not come. */
    public static final long MAX_DEADLINE_MILLIS = 3_600_000;

    /**
     * Checks the fields.
     *
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

        /** The kind of thing that it is about. */
        String entityType();
    }

    /** Which entities assert some values. */
    public record Values(Query query) implements Subject {

        @Override
        public String entityType() {
            return query.entityType();
        }
    }

    /** The entity of a record. */
    public record EntityOf(RecordIdentity record) implements Subject {

        @Override
        public String entityType() {
            return record.entityType();
        }
    }

    /** An entity by its id. */
    public record ById(String entityId) implements Subject {

        /**
         * Checks the form of the id.
         *
         * @throws IllegalArgumentException if no entity could have it
         */
        public ById {
            if (!EntityId.isOne(entityId)) {
                throw new IllegalArgumentException("no entity has the id '" + entityId + "'");
            }
        }

        @Override
        public String entityType() {
            return EntityId.entityType(entityId);
        }
    }

    /**
     * Why two records are, or are not, one entity, or what links one to others.
     *
     * @param second of the same entity type; empty to ask about one
     */
    public record Why(RecordIdentity first, Optional<RecordIdentity> second) implements Subject {

        /**
         * Checks the types.
         *
         * @throws IllegalArgumentException if they differ
         */
        public Why {
            if (second.isPresent() && !second.get().entityType().equals(first.entityType())) {
                throw new IllegalArgumentException(
                        "the records are of two entity types, which nothing ever links");
            }
        }

        @Override
        public String entityType() {
            return first.entityType();
        }
    }
}
