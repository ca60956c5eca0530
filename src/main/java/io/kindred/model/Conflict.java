package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Optional;

/** A contradiction that the resolution found and reports. */
public sealed interface Conflict {

    /** The entity type of everything concerned. */
    String entityType();

    /** When the contradiction holds. */
    Interval interval();

    /**
     * An entity has several values at once of an attribute that may have one.
     *
     * @param attribute the attribute
     * @param scope whether one record alone asserts all the values
     * @param values sorted by normalised value, at least two
     * @param violates the {@code single_valued} constraints broken, sorted
     */
    record Direct(
            String entityType,
            String entityId,
            String attribute,
            Interval interval,
            Scope scope,
            List<ValueRecords> values,
            List<String> violates)
            implements Conflict {

        /** Copies the lists. */
        public Direct {
            values = List.copyOf(values);
            violates = List.copyOf(violates);
        }
    }

    /** Who is at odds in a direct conflict. */
    enum Scope {
        /** One record with itself. */
        RECORD,
        /** Records of the entity. */
        ENTITY
    }

    /**
     * A value and who asserts it.
     *
     * @param value the representative raw value
     * @param records sorted
     */
    record ValueRecords(String value, List<RecordIdentity> records) {

        /** Copies the list. */
        public ValueRecords {
            records = List.copyOf(records);
        }
    }

    /**
     * A group of records that strong identifiers keep apart.
     *
     * @param key the identity key's name
     * @param keyValues the normalised values, in the key's order of attributes
     * @param interval the run's interval
     * @param strongIdentifiers the attributes in conflict among the anchored clusters, sorted
     * @param sides the entities that the group's records ended in, sorted by id, at least two
     */
    record Indirect(
            String entityType,
            String key,
            List<String> keyValues,
            Interval interval,
            List<String> strongIdentifiers,
            List<Side> sides)
            implements Conflict {

        /** Copies the lists. */
        public Indirect {
            keyValues = List.copyOf(keyValues);
            strongIdentifiers = List.copyOf(strongIdentifiers);
            sides = List.copyOf(sides);
        }
    }

    /**
     * One entity of an indirect conflict.
     *
     * @param records its records in the group, sorted
     */
    record Side(String entityId, Role role, List<RecordIdentity> records) {

        /** Copies the list. */
        public Side {
            records = List.copyOf(records);
        }
    }

    /** What an entity is in an indirect conflict. */
    enum Role {
        /** It holds a record of a cluster that was in conflict with another. */
        ANCHORED,
        /** It could belong to either side. */
        AMBIGUOUS
    }

    /**
     * Several entities have one value at once of an attribute that is to be unique.
     *
     * @param constraint the constraint's name
     * @param perspective where the value is to be unique, or empty for everywhere
     * @param value the normalised value
     * @param entities the entity ids, sorted, at least two
     * @param records who asserts the value anywhere in the interval, sorted
     */
    record Uniqueness(
            String entityType,
            String constraint,
            String attribute,
            Optional<String> perspective,
            String value,
            Interval interval,
            List<String> entities,
            List<RecordIdentity> records)
            implements Conflict {

        /** Copies the lists. */
        public Uniqueness {
            entities = List.copyOf(entities);
            records = List.copyOf(records);
        }
    }
}
