package io.kindred.model;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.List;
import java.util.Optional;

/**
 * Why two records are, or are not, one entity, or what links one record to others.
 *
 * <p>It is of the records that are current, as they are resolved: entities are those of the
 * procedure and not those that were last shown.
 */
public sealed interface Explanation {

    /**
     * What there is to say of one record.
     *
     * @param record the record asked about
     * @param seen what it holds; empty if it is not there
     * @param groups the groups that it is in, in canonical order; the first of many
     * @param furtherGroups how many there are besides
     */
    record OfRecord(
            RecordIdentity record, Optional<Seen> seen, List<Group> groups, long furtherGroups)
            implements Explanation {

        /** Copies the list. */
        public OfRecord {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What there is to say of two records.
     *
     * @param first one record asked about
     * @param second the other, which may be the same
     * @param seenFirst what the first holds; empty if it is not there
     * @param seenSecond likewise
     * @param verdict {@link Unknown} exactly if one is not there
     */
    record OfPair(
            RecordIdentity first,
            RecordIdentity second,
            Optional<Seen> seenFirst,
            Optional<Seen> seenSecond,
            Verdict verdict)
            implements Explanation {}

    /**
     * A record with what may link it to others.
     *
     * @param entityId the entity that it is in
     * @param entries its key entries in canonical order; the first of many
     * @param furtherEntries how many there are besides
     */
    record Seen(RecordIdentity record, String entityId, List<Entry> entries, long furtherEntries) {

        /** Copies the list. */
        public Seen {
            entries = List.copyOf(entries);
        }

        /** Its entries of one key. */
        public List<Entry> entries(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).toList();
        }
    }

    /**
     * The values of an identity key that a record has.
     *
     * @param key the key's name
     * @param values the normalised values, in the key's order of attributes
     * @param times when the record has them
     * @param isGeneric whether so many records have them that they link none
     */
    record Entry(String key, List<String> values, IntervalSet times, boolean isGeneric) {

        /** Copies the list. */
        public Entry {
            values = List.copyOf(values);
        }
    }

    /**
     * Records that are linked by equal values of an identity key at overlapping times.
     *
     * @param key the key's name
     * @param values the normalised values, in the key's order of attributes
     * @param interval the span of the run
     * @param isContested whether strong identifiers kept some of its records apart
     * @param records its records, sorted; the first of many
     * @param furtherRecords how many there are besides
     */
    record Group(
            String key,
            List<String> values,
            Interval interval,
            boolean isContested,
            List<RecordIdentity> records,
            long furtherRecords) {

        /** Copies the lists. */
        public Group {
            values = List.copyOf(values);
            records = List.copyOf(records);
        }
    }

    /**
     * One link of a chain: both records are in the group.
     *
     * @param fromTimes when the one has the group's values, within the group
     * @param toTimes when the other has them
     */
    record Link(
            RecordIdentity from,
            RecordIdentity to,
            IntervalSet fromTimes,
            IntervalSet toTimes,
            Group group) {}

    /** What became of two records. */
    sealed interface Verdict {}

    /** One of them is not there. */
    record Unknown() implements Verdict {}

    /**
     * They are one entity.
     *
     * @param chain a shortest one from the first record to the second by way of records of the
     *     entity; empty if they are one record
     */
    record Same(List<Link> chain) implements Verdict {

        /** Copies the list. */
        public Same {
            chain = List.copyOf(chain);
        }
    }

    /**
     * Groups link them, but strong identifiers keep them apart.
     *
     * @param chain from the first record to the second, one that leaves an entity as few times as
     *     can be, and of these a shortest
     * @param contests the groups of the chain in which it leaves an entity, in the chain's order
     */
    record KeptApart(List<Link> chain, List<Contest> contests) implements Verdict {

        /** Copies the lists. */
        public KeptApart {
            chain = List.copyOf(chain);
            contests = List.copyOf(contests);
        }
    }

    /**
     * A contested group.
     *
     * @param group the group with the entities that its records ended in, as it is reported
     * @param clashes values that are in conflict: of the two entities that the chain leads from and
     *     to, or if these are in conflict with others only, of those; some of many
     */
    record Contest(Conflict.Indirect group, List<Clash> clashes) {

        /** Copies the list. */
        public Contest {
            clashes = List.copyOf(clashes);
        }
    }

    /**
     * Two different values of a strong identifier at one time.
     *
     * @param attribute the strong identifier
     * @param one the value of a record of one entity
     * @param other the value of a record of another entity
     */
    record Clash(String attribute, Held one, Held other) {}

    /**
     * A record's value.
     *
     * @param entityId the entity that the record is in
     * @param value as received
     */
    record Held(String entityId, RecordIdentity record, String value, Interval interval) {}

    /**
     * No chain of groups links them.
     *
     * @param keys of each identity key, in the order of the ontology, why it does not; none if the
     *     records are of two entity types, which nothing ever links
     */
    record NotLinked(List<Comparison> keys) implements Verdict {

        /** Copies the list. */
        public NotLinked {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Why an identity key does not link two records itself.
     *
     * @param key the key's name
     * @param first what the first record has
     * @param second what the second has
     */
    record Comparison(String key, Reason reason, List<Entry> first, List<Entry> second) {

        /** Copies the lists. */
        public Comparison {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }

    /** Why an identity key does not link two records. */
    enum Reason {
        /** One of them, or both, lacks an attribute of the key, or never has all at once. */
        MISSING,
        /** They have no values in common. */
        DIFFERENT_VALUES,
        /** They have equal values, but not at one time. */
        NO_OVERLAP,
        /** They have equal values, which too many records share. */
        GENERIC,
        /** They have equal values at one time: what links them is still under way. */
        UNDER_WAY
    }
}
