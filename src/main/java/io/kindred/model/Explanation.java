package io.kindred.model;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.List;
import java.util.Optional;

/**
 * Why two records are or are not the same entity, or what links a record to other records.
 *
 * <p>Computed from the stored records. Entities are the result of resolving them now, which may
 * differ from the rows last emitted.
 */
public sealed interface Explanation {

    /**
     * The explanation of one record.
     *
     * @param seen the record's key entries; empty if there is no such record
     * @param groups the groups that the record is in, in canonical order; only the first ones if
     *     there are many
     * @param furtherGroups how many groups are left out
     */
    record OfRecord(
            RecordIdentity record, Optional<Seen> seen, List<Group> groups, long furtherGroups)
            implements Explanation {

        public OfRecord {
            groups = List.copyOf(groups);
        }
    }

    /**
     * The explanation of two records.
     *
     * @param second may be the same as {@code first}
     * @param seenFirst the key entries of the first; empty if there is no such record
     * @param seenSecond the key entries of the second; empty if there is no such record
     * @param verdict {@link Unknown} if and only if one of the records does not exist
     */
    record OfPair(
            RecordIdentity first,
            RecordIdentity second,
            Optional<Seen> seenFirst,
            Optional<Seen> seenSecond,
            Verdict verdict)
            implements Explanation {}

    /**
     * The explanation of one record, of an entity type whose records are compared.
     *
     * @param steps what built the entity, and the scored links that did not add to it, in the order
     *     in which they were visited; only the first ones if there are many
     * @param furtherSteps how many steps are left out
     */
    record OfBuilt(OfRecord record, List<MergeStep> steps, long furtherSteps)
            implements Explanation {

        public OfBuilt {
            steps = List.copyOf(steps);
        }
    }

    /** The explanation of two records, of an entity type whose records are compared. */
    record OfCompared(OfPair pair, PairEvidence evidence) implements Explanation {}

    /**
     * A record with the key entries that may link it to other records.
     *
     * @param entityId the entity of the record
     * @param entries in canonical order; only the first ones if there are many
     * @param furtherEntries how many entries are left out
     */
    record Seen(RecordIdentity record, String entityId, List<Entry> entries, long furtherEntries) {

        public Seen {
            entries = List.copyOf(entries);
        }

        /** The entries of one key. */
        public List<Entry> entries(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).toList();
        }
    }

    /**
     * A record's values of an identity key.
     *
     * @param key the key's name
     * @param values the normalised values, in the key's order of attributes
     * @param times when the record has all the values
     * @param isGeneric whether too many records share the values, so that they link nothing
     */
    record Entry(String key, List<String> values, IntervalSet times, boolean isGeneric) {

        public Entry {
            values = List.copyOf(values);
        }
    }

    /**
     * Records that are linked by equal values of an identity key at overlapping times, or by a
     * decision that two of them are the same.
     *
     * @param key the key's name; {@code decision} for a decision
     * @param values the normalised values, in the key's order of attributes; of a decision
     *     perspective and uid of the lesser, then of the greater record, and the reason if one was
     *     given
     * @param interval when the records share the values, from the first start to the last end
     * @param isContested whether strong identifiers keep some of the records apart
     * @param records sorted; only the first ones if there are many
     * @param furtherRecords how many records are left out
     */
    record Group(
            String key,
            List<String> values,
            Interval interval,
            boolean isContested,
            List<RecordIdentity> records,
            long furtherRecords) {

        private static final String DECISION = "decision";
        private static final int OF_PAIR = 4;

        public Group {
            values = List.copyOf(values);
            records = List.copyOf(records);
        }

        /** The values without the reason of a decision. */
        public List<String> valuesOnly() {
            return reason().isPresent() ? values.subList(0, OF_PAIR) : values;
        }

        /** The reason of a decision; empty if none was given, and for other groups. */
        public Optional<String> reason() {
            return key.equals(DECISION) && values.size() > OF_PAIR
                    ? Optional.of(values.get(OF_PAIR))
                    : Optional.empty();
        }
    }

    /**
     * One step of a chain: both records are in the group.
     *
     * @param fromTimes when {@code from} has the group's values, within the group's interval
     * @param toTimes when {@code to} has them
     */
    record Link(
            RecordIdentity from,
            RecordIdentity to,
            IntervalSet fromTimes,
            IntervalSet toTimes,
            Group group) {}

    /** The result for two records. */
    sealed interface Verdict {}

    /** One of the records does not exist. */
    record Unknown() implements Verdict {}

    /**
     * They are the same entity.
     *
     * @param chain a shortest chain from the first record to the second within the entity; empty if
     *     both are the same record
     */
    record Same(List<Link> chain) implements Verdict {

        public Same {
            chain = List.copyOf(chain);
        }
    }

    /**
     * A chain of groups and scored links leads from one to the other, but strong identifiers or
     * decisions keep them apart, or want of cohesion; of that {@link PairEvidence} has the links.
     *
     * @param chain from the first record to the second: a shortest one among those that change the
     *     entity least often
     * @param contests the groups in which the chain changes the entity, in the chain's order
     */
    record KeptApart(List<Link> chain, List<Contest> contests) implements Verdict {

        public KeptApart {
            chain = List.copyOf(chain);
            contests = List.copyOf(contests);
        }
    }

    /**
     * A contested group.
     *
     * @param group the group with the entities of its records, as in the conflicts output
     * @param conflicts conflicting values of the two entities that the chain links here. If these
     *     two do not conflict with each other, their conflicts with other entities. Only some if
     *     there are many
     */
    record Contest(Conflict.Indirect group, List<IdentifierConflict> conflicts) {

        public Contest {
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * Two different values of a strong identifier at the same time.
     *
     * @param other the value in another entity
     */
    record IdentifierConflict(String attribute, ConflictingValue one, ConflictingValue other) {}

    /**
     * A value with its record and entity.
     *
     * @param entityId the entity of the record
     * @param value as received
     */
    record ConflictingValue(
            String entityId, RecordIdentity record, String value, Interval interval) {}

    /**
     * No chain of groups links them.
     *
     * @param keys the reason for each identity key, in the order of the ontology; empty if the
     *     records have different entity types, which are never linked
     */
    record NotLinked(List<Comparison> keys) implements Verdict {

        public NotLinked {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Why an identity key does not link two records directly.
     *
     * @param key the key's name
     * @param first the key entries of the first record
     * @param second the key entries of the second record
     */
    record Comparison(String key, Reason reason, List<Entry> first, List<Entry> second) {

        public Comparison {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }

    /** Why an identity key does not link two records. */
    enum Reason {
        /** One or both lack an attribute of the key, or never have all of them at the same time. */
        MISSING,
        /** They have no values in common. */
        DIFFERENT_VALUES,
        /** They have equal values, but never at the same time. */
        NO_OVERLAP,
        /** They have equal values that too many records share. */
        GENERIC,
        /**
         * They have equal values at the same time, but the update that links them is still in
         * flight.
         */
        UNDER_WAY,
        /** They have equal values at the same time, but the key's test does not hold then. */
        TEST_FAILS,
        /** They have equal values at the same time, but the score is too low to link them. */
        BELOW_LINK
    }
}
