package io.kindred.model;

import java.util.List;

/**
 * What an owner says now about one output key: its content, or that there is none any more. A later
 * update of the same owner about the same key replaces an earlier one.
 */
public sealed interface Update {

    /** What the update is about. */
    OutputKey key();

    /** Whether it says that there is nothing under the key any more. */
    default boolean isWithdrawal() {
        return false;
    }

    /** An entity is there with these records and golden values. */
    record EntityUpsert(Entity entity) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.entity(entity.id());
        }
    }

    /**
     * An entity is gone.
     *
     * @param successors the entities that now hold its last records, sorted; empty when those are
     *     gone
     */
    record EntityRetired(String entityType, String entityId, List<String> successors)
            implements Update {

        /** Copies the list. */
        public EntityRetired {
            successors = List.copyOf(successors);
        }

        @Override
        public boolean isWithdrawal() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.entity(entityId);
        }
    }

    /** A record belongs to an entity. */
    record Assigned(RecordIdentity record, String entityId) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.assignment(record);
        }
    }

    /** A record is gone. */
    record Unassigned(RecordIdentity record) implements Update {

        @Override
        public boolean isWithdrawal() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.assignment(record);
        }
    }

    /** A conflict is there. */
    record ConflictOpen(String conflictId, Conflict conflict) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.conflict(conflictId);
        }
    }

    /** A conflict is gone. */
    record ConflictResolved(String conflictId) implements Update {

        @Override
        public boolean isWithdrawal() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.conflict(conflictId);
        }
    }

    /** Key values are generic. */
    record GenericKeyOpen(GenericKey generic) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.genericKey(generic.entityType(), generic.key(), generic.values());
        }
    }

    /** Key values are generic no more. */
    record GenericKeyResolved(String entityType, String name, List<String> values)
            implements Update {

        /** Copies the list. */
        public GenericKeyResolved {
            values = List.copyOf(values);
        }

        @Override
        public boolean isWithdrawal() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.genericKey(entityType, name, values);
        }
    }
}
