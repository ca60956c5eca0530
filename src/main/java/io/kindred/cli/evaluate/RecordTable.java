package io.kindred.cli.evaluate;

import java.util.Arrays;

/**
 * Every record that the truth or the assignments name: its person and its entity, as numbers of
 * names. Of several assignments of a record the one of greatest revision counts, and of equal
 * revisions the one read last.
 */
final class RecordTable {

    private static final int NONE = -1;

    private final NameTable records = new NameTable();
    private final NameTable entities = new NameTable();
    private final NameTable people = new NameTable();

    private int[] entityOf = new int[0];
    private int[] personOf = new int[0];
    private long[] revisionOf = new long[0];

    /** Says who a record is about; false if that contradicts what was said before. */
    boolean tell(String recordName, String person) {
        int item = numberOf(recordName);
        int listener = people.number(person);
        if (personOf[item] != NONE && personOf[item] != listener) {
            return false;
        }
        personOf[item] = listener;
        return true;
    }

    /** Assigns a record to an entity. */
    void assign(String recordName, long revision, String entity) {
        int item = numberOf(recordName);
        if (revision >= revisionOf[item]) {
            revisionOf[item] = revision;
            entityOf[item] = entities.number(entity);
        }
    }

    /** Takes a record out of every entity. */
    void retire(String recordName, long revision) {
        int item = numberOf(recordName);
        if (revision >= revisionOf[item]) {
            revisionOf[item] = revision;
            entityOf[item] = NONE;
        }
    }

    int size() {
        return records.size();
    }

    boolean isTold(int item) {
        return personOf[item] != NONE;
    }

    boolean isAssigned(int item) {
        return entityOf[item] != NONE;
    }

    int entity(int item) {
        return entityOf[item];
    }

    int person(int item) {
        return personOf[item];
    }

    NameTable entities() {
        return entities;
    }

    NameTable people() {
        return people;
    }

    private int numberOf(String recordName) {
        int item = records.number(recordName);
        if (item == entityOf.length) {
            int capacity = Math.max(64, item + (item >> 1));
            entityOf = grown(entityOf, capacity);
            personOf = grown(personOf, capacity);
            revisionOf = Arrays.copyOf(revisionOf, capacity);
            Arrays.fill(revisionOf, item, capacity, Long.MIN_VALUE);
        }
        return item;
    }

    private static int[] grown(int[] column, int capacity) {
        int[] grown = Arrays.copyOf(column, capacity);
        Arrays.fill(grown, column.length, capacity, NONE);
        return grown;
    }
}
