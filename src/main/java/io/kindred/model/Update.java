package io.kindred.model;

import java.util.List;
import java.util.Optional;

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

    /**
     * What a current record says, and what people decided about it.
     *
     * @param descriptors those that count, as received, sorted
     * @param digest of the record, if there are decisions
     * @param decisions those in force, sorted by the digest of the other record
     */
    record RecordUpsert(
            RecordIdentity record,
            List<Descriptor> descriptors,
            Optional<RecordDigest> digest,
            List<DecisionHalf> decisions)
            implements Update {

        public RecordUpsert {
            descriptors = List.copyOf(descriptors);
            decisions = List.copyOf(decisions);
        }

        /** The update of a record about which there may be decisions, deleted ones included. */
        public static RecordUpsert of(
                RecordIdentity record, List<Descriptor> descriptors, HeldDecisions held) {
            HeldDecisions inForce = held.inForce();
            return new RecordUpsert(
                    record,
                    descriptors,
                    inForce.isEmpty() ? Optional.empty() : Optional.of(inForce.own()),
                    inForce.all().stream().map(DecisionHalf::of).toList());
        }

        @Override
        public OutputKey key() {
            return OutputKey.record(record);
        }
    }

    /**
     * A record that is gone, or whose content is not emitted any more.
     *
     * @param isErased whether nothing may be kept of it, so that its key is forgotten, too
     */
    record RecordRetired(RecordIdentity record, boolean isErased) implements Update {

        @Override
        public boolean isRetraction() {
            return true;
        }

        @Override
        public OutputKey key() {
            return OutputKey.record(record);
        }
    }
}
