package io.kindred.tools.evaluate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

import java.util.Set;

/**
 * All records of the truth and of the assignments, each with its person and its entity. If a record
 * has several assignments, the one with the greatest revision counts, and among equal revisions the
 * last one read.
 */
final class RecordTable {

    private static final int NONE = -1;

    private final Names records = new Names();
    private final Names entities = new Names();
    private final Names people = new Names();

    private final IntArrayList entityOf = new IntArrayList();
    private final IntArrayList personOf = new IntArrayList();
    private final LongArrayList revisionOf = new LongArrayList();

    /** Sets the person of a record. Returns false if the record had another person before. */
    boolean setPerson(String recordName, String person) {
        int number = people.number(person);
        int before = personOf.set(numberOf(recordName), number);
        return before == NONE || before == number;
    }

    /** Assigns a record to an entity. */
    void assign(String recordName, long revision, String entity) {
        assign(recordName, revision, entities.number(entity));
    }

    /** Removes a record from its entity. */
    void retire(String recordName, long revision) {
        assign(recordName, revision, NONE);
    }

    private void assign(String recordName, long revision, int entity) {
        int record = numberOf(recordName);
        if (revision >= revisionOf.getLong(record)) {
            revisionOf.set(record, revision);
            entityOf.set(record, entity);
        }
    }

    /**
     * Takes the records out that are not there at a date.
     *
     * @param names the records that are there
     * @return how many were taken out
     */
    int retain(Set<String> names) {
        int gone = 0;
        for (int record = 0; record < size(); record++) {
            boolean isKnown = hasPerson(record) || hasEntity(record);
            if (isKnown && !names.contains(records.name(record))) {
                personOf.set(record, NONE);
                entityOf.set(record, NONE);
                gone++;
            }
        }
        return gone;
    }

    /** The name of the record that has a number. */
    String name(int record) {
        return records.name(record);
    }

    /** The number of the person of a record; {@link #NONE} if it has none or is not there. */
    int personOf(String recordName) {
        int record = records.find(recordName);
        return record < 0 ? NONE : person(record);
    }

    int entity(int record) {
        return entityOf.getInt(record);
    }

    int person(int record) {
        return personOf.getInt(record);
    }

    int size() {
        return entityOf.size();
    }

    boolean hasPerson(int record) {
        return personOf.getInt(record) != NONE;
    }

    boolean hasEntity(int record) {
        return entityOf.getInt(record) != NONE;
    }

    /** Counts the records that have both an entity and a person. */
    Contingency contingency() {
        Contingency both = new Contingency();
        for (int record = 0; record < size(); record++) {
            if (hasPerson(record) && hasEntity(record)) {
                both.add(entityOf.getInt(record), personOf.getInt(record));
            }
        }
        return both;
    }

    Names entities() {
        return entities;
    }

    Names people() {
        return people;
    }

    private int numberOf(String recordName) {
        int record = records.number(recordName);
        if (record == size()) {
            entityOf.add(NONE);
            personOf.add(NONE);
            revisionOf.add(Long.MIN_VALUE);
        }
        return record;
    }
}
