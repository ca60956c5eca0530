package io.kindred.model;

import io.kindred.temporal.Interval;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A contradiction between records, as reported in the conflicts output. */
public sealed interface Conflict {

    String entityType();

    Interval interval();

    /**
     * Several values at the same time for an attribute of cardinality one.
     *
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

        public Direct {
            values = List.copyOf(values);
            violates = List.copyOf(violates);
        }
    }

    /** Whose values contradict each other in a direct conflict. */
    enum Scope {
        /** The values of a single record. */
        RECORD,
        /** The values of different records of the entity. */
        ENTITY
    }

    /**
     * A value and the records that assert it.
     *
     * @param value the representative raw value
     * @param records sorted
     */
    record ValueRecords(String value, List<RecordIdentity> records) {

        public ValueRecords {
            records = List.copyOf(records);
        }
    }

    /**
     * A group of records with equal key values, or with a decision that they are the same, that
     * strong identifiers or decisions split into several entities.
     *
     * @param key the identity key's name; {@code decision} for a decision that the records are the
     *     same, whose values are perspective and uid of the lesser, then of the greater record
     * @param keyValues the normalised values, in the key's order of attributes
     * @param interval when the records share the key values
     * @param isTested whether the key has a test, so that several groups may have the same values
     *     and interval
     * @param score the score of a scored link, in thousandths of a bit; the group is its two
     *     records
     * @param strongIdentifiers the attributes on which the anchored clusters disagree, sorted
     * @param decisions the pairs decided to be different that hold two of the anchored clusters
     *     apart, sorted
     * @param sides the entities of the group's records, sorted by id, at least two
     */
    record Indirect(
            String entityType,
            String key,
            List<String> keyValues,
            Interval interval,
            boolean isTested,
            OptionalLong score,
            List<String> strongIdentifiers,
            List<DecidedPair> decisions,
            List<Side> sides)
            implements Conflict {

        /** A conflict of a key without a test. */
        public Indirect(
                String entityType,
                String key,
                List<String> keyValues,
                Interval interval,
                List<String> strongIdentifiers,
                List<DecidedPair> decisions,
                List<Side> sides) {
            this(
                    entityType,
                    key,
                    keyValues,
                    interval,
                    false,
                    OptionalLong.empty(),
                    strongIdentifiers,
                    decisions,
                    sides);
        }

        /** A conflict that no decision has a part in. */
        public Indirect(
                String entityType,
                String key,
                List<String> keyValues,
                Interval interval,
                List<String> strongIdentifiers,
                List<Side> sides) {
            this(entityType, key, keyValues, interval, strongIdentifiers, List.of(), sides);
        }

        public Indirect {
            keyValues = List.copyOf(keyValues);
            strongIdentifiers = List.copyOf(strongIdentifiers);
            decisions = List.copyOf(decisions);
            sides = List.copyOf(sides);
        }

        /** The same with these decisions. */
        public Indirect with(List<DecidedPair> otherDecisions) {
            return new Indirect(
                    entityType,
                    key,
                    keyValues,
                    interval,
                    isTested,
                    score,
                    strongIdentifiers,
                    otherDecisions,
                    sides);
        }
    }

    /** Two records that a decision is about. Sorted by the lesser, then the greater one. */
    record DecidedPair(RecordIdentity lesser, RecordIdentity greater)
            implements Comparable<DecidedPair> {

        @Override
        public int compareTo(DecidedPair other) {
            int byLesser = lesser.compareTo(other.lesser);
            return byLesser != 0 ? byLesser : greater.compareTo(other.greater);
        }
    }

    /**
     * One entity of an indirect conflict.
     *
     * @param records the group's records in this entity, sorted
     */
    record Side(String entityId, Role role, List<RecordIdentity> records) {

        public Side {
            records = List.copyOf(records);
        }
    }

    /** The role of an entity in an indirect conflict. */
    enum Role {
        /** It contains a record of a cluster that conflicts with another cluster. */
        ANCHORED,
        /** It agrees with several sides and could belong to any of them. */
        AMBIGUOUS
    }

    /**
     * Several entities with the same value at the same time for an attribute with a {@code unique}
     * constraint.
     *
     * @param constraint the constraint's name
     * @param perspective the perspective in which the value must be unique; empty for all
     * @param value the normalised value
     * @param shares the entities, sorted by id, at least two
     * @param records the records of all entities, sorted
     */
    record Uniqueness(
            String entityType,
            String constraint,
            String attribute,
            Optional<String> perspective,
            String value,
            Interval interval,
            List<Share> shares,
            List<RecordIdentity> records)
            implements Conflict {

        public Uniqueness {
            shares = List.copyOf(shares);
            records = List.copyOf(records);
        }

        public Uniqueness(
                String entityType,
                String constraint,
                String attribute,
                Optional<String> perspective,
                String value,
                Interval interval,
                List<Share> shares) {
            this(
                    entityType,
                    constraint,
                    attribute,
                    perspective,
                    value,
                    interval,
                    shares,
                    shares.stream().flatMap(share -> share.records().stream()).sorted().toList());
        }

        /** The ids of the entities. */
        public List<String> entities() {
            return shares.stream().map(Share::entityId).toList();
        }

        /** Whether it is known which record is in which entity. */
        public boolean isDivided() {
            return shares.stream().noneMatch(share -> share.records().isEmpty());
        }

        /** The same as earlier releases stored it: without which record is in which entity. */
        public Uniqueness undivided() {
            return new Uniqueness(
                    entityType,
                    constraint,
                    attribute,
                    perspective,
                    value,
                    interval,
                    shares.stream().map(share -> new Share(share.entityId(), List.of())).toList(),
                    records);
        }
    }

    /**
     * One entity of a uniqueness conflict.
     *
     * @param records those of the entity that assert the value at some time in the interval,
     *     sorted; empty in a conflict that an earlier release stored, which did not know them
     */
    record Share(String entityId, List<RecordIdentity> records) {

        public Share {
            records = List.copyOf(records);
        }
    }
}
