package io.kindred.model;

import java.util.List;

/**
 * An update of one output key: an upsert with the new content, or a retraction. A later update by
 * the same owner for the same key replaces an earlier one.
 */
public sealed interface Update {

    /** The key of the row. */
    OutputKey key();

    /** Whether the update removes the row. */
    default boolean isRetraction() {
        return false;
    }

    /** An active entity with its records and golden values. */
    record EntityUpsert(Entity entity) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.entity(entity.id());
        }
    }

    /**
     * An entity that no longer exists.
     *
     * @param successors the entities that its last records now belong to, sorted; empty if those
     *     records were deleted
     */
    record EntityRetired(String entityType, String entityId, List<String> successors)
            implements Update {

        public EntityRetired {
            successors = List.copyOf(successors);
        }

        @Override
        public boolean isRetraction() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.entity(entityId);
        }
    }

    /** The entity of a record. */
    record Assigned(RecordIdentity record, String entityId) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.assignment(record);
        }
    }

    /**
     * A record that was deleted.
     *
     * @param isErased whether nothing may be kept of it, so that its key is forgotten, too
     */
    record Unassigned(RecordIdentity record, boolean isErased) implements Update {

        /** Of a record that was deleted and not erased. */
        public Unassigned(RecordIdentity record) {
            this(record, false);
        }

        @Override
        public boolean isRetraction() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.assignment(record);
        }
    }

    /** An open conflict. */
    record ConflictOpen(String conflictId, Conflict conflict) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.conflict(conflictId);
        }
    }

    /** A conflict that no longer exists. */
    record ConflictResolved(String conflictId) implements Update {

        @Override
        public boolean isRetraction() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.conflict(conflictId);
        }
    }

    /** Key values that are generic. */
    record GenericKeyOpen(GenericKey generic) implements Update {

        @Override
        public OutputKey key() {
            return OutputKey.genericKey(generic.entityType(), generic.key(), generic.values());
        }
    }

    /** Key values that are no longer generic. */
    record GenericKeyResolved(String entityType, String name, List<String> values)
            implements Update {

        public GenericKeyResolved {
            values = List.copyOf(values);
        }

        @Override
        public boolean isRetraction() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.genericKey(entityType, name, values);
        }
    }

    /**
     * The golden values of an active entity.
     *
     * @param cells in the order of the golden record
     */
    record GoldenUpsert(String entityId, String entityType, List<GoldenCell> cells)
            implements Update {

        public GoldenUpsert {
            cells = List.copyOf(cells);
        }

        @Override
        public OutputKey key() {
            return OutputKey.goldenValues(entityId);
        }
    }

    /** The golden values of an entity that no longer exists, or of which they are not emitted. */
    record GoldenRetired(String entityType, String entityId) implements Update {

        @Override
        public boolean isRetraction() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.goldenValues(entityId);
        }
    }
}
