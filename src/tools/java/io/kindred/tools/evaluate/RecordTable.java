package io.kindred.tools.evaluate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Every record that the truth or the assignments name: its person and its entity, as numbers of
 * names. Of several assignments of a record the one of greatest revision counts, and of equal
 * revisions the one read last.
 */
final class RecordTable {

    private static final int NONE = -1;

    private final Names records = new Names();
    private final Names entities = new Names();
    private final Names people = new Names();

    private final IntArrayList entityOf = new IntArrayList();
    private final IntArrayList personOf = new IntArrayList();
    private final LongArrayList revisionOf = new LongArrayList();

    /** Says who a record is about; false if that contradicts what was said before. */
    boolean tell(String recordName, String person) {
        int listener = people.number(person);
        int before = personOf.set(numberOf(recordName), listener);
        return before == NONE || before == listener;
    }

    /** Assigns a record to an entity. */
    void assign(String recordName, long revision, String entity) {
        assign(recordName, revision, entities.number(entity));
    }

    /** Takes a record out of every entity. */
    void retire(String recordName, long revision) {
        assign(recordName, revision, NONE);
    }

    private void assign(String recordName, long revision, int entity) {
        int item = numberOf(recordName);
        if (revision >= revisionOf.getLong(item)) {
            revisionOf.set(item, revision);
            entityOf.set(item, entity);
        }
    }

    int size() {
        return entityOf.size();
    }

    boolean isTold(int item) {
        return personOf.getInt(item) != NONE;
    }

    boolean isAssigned(int item) {
        return entityOf.getInt(item) != NONE;
    }

    /** How many records each entity shares with each person, over the records that have both. */
    Contingency contingency() {
        Contingency both = new Contingency();
        for (int item = 0; item < size(); item++) {
            if (isTold(item) && isAssigned(item)) {
                both.add(entityOf.getInt(item), personOf.getInt(item));
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
        int item = records.number(recordName);
        if (item == size()) {
            entityOf.add(NONE);
            personOf.add(NONE);
            revisionOf.add(Long.MIN_VALUE);
        }
        return item;
    }
}
