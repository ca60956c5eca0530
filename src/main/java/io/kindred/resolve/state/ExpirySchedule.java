package io.kindred.resolve.state;

import io.kindred.model.Descriptor;
import io.kindred.ontology.Ontology;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ExpiryIndex;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * When the records of the only shard expire: an {@link ExpiryIndex} with an entry for each time at
 * which descriptors of a record will expire. Costs a blind write for each; without retention, and
 * with several shards, nothing.
 *
 * <p>If retention was introduced or shortened, a walk over all records by id enters them again.
 * Until it ends, entries may be missing, and those of former rules may be there.
 *
 * <p>Format of the entry {@code retention} of {@code shard-meta}, version 1: version byte; a byte 1
 * if the index is complete, else 0; the record id from which the walk goes on; the rules, see
 * {@link RetentionRules}; a list of the rules before, whose entries may be left.
 */
public final class ExpirySchedule {

    private static final int VERSION = 1;
    private static final int PART_BITS = 16;
    private static final byte[] KEY = "retention".getBytes(StandardCharsets.UTF_8);

    private final ExpiryIndex index;
    private final ByteTable table;
    private final RetentionRules rules;
    private final List<RetentionRules> former = new ArrayList<>();
    private boolean isComplete;
    private long position;
    private boolean isDirty;
    private final boolean isStored;

    ExpirySchedule(Ontology ontology, ShardTables tables, ShardMeta meta, boolean isOnlyShard) {
        this.index = new ExpiryIndex(tables.terms(ShardTables.TermName.EXPIRY_BUCKETS));
        this.table = tables.bytes(ShardTables.Name.META);
        this.rules = isOnlyShard ? RetentionRules.of(ontology) : RetentionRules.NONE;
        byte[] stored = isOnlyShard ? table.get(KEY) : null;
        isStored = stored != null;
        if (stored == null) {
            isComplete = rules.isEmpty() || meta.recordIdsGiven() == 0;
            isDirty = !rules.isEmpty();
        } else {
            restore(new ByteReader("shard-meta retention", stored));
        }
    }

    private void restore(ByteReader reader) {
        reader.version(VERSION);
        boolean wasComplete = reader.bool();
        long storedPosition = reader.unsigned();
        RetentionRules before = RetentionRules.read(reader);
        List<RetentionRules> others = reader.list(RetentionRules::read);
        reader.end();
        former.addAll(others);
        if (before.equals(rules)) {
            isComplete = wasComplete;
            position = storedPosition;
        } else {
            former.add(before);
            isDirty = true;
        }
    }

    /** A record of which something expires at a time. */
    public record Due(long at, long recordId) {}

    /** Whether records may expire at all. */
    public boolean isUsed() {
        return !rules.isEmpty() || !isComplete;
    }

    /** Whether all records are entered, and nothing else is. */
    public boolean isComplete() {
        return isComplete;
    }

    /** The record id from which the walk goes on. */
    public long position() {
        return position;
    }

    /** Adds a new record. */
    void list(StoredRecord record) {
        if (isUsed()) {
            add(record.id(), times(record));
        }
    }

    /** Enters the new times of a record that has changed. */
    void relist(StoredRecord before, StoredRecord after) {
        if (isUsed()) {
            SortedSet<Long> now = times(after);
            SortedSet<Long> old = times(before);
            SortedSet<Long> added = new TreeSet<>(now);
            added.removeAll(old);
            old.addAll(formerTimes(before));
            old.removeAll(now);
            remove(before.id(), old);
            add(after.id(), added);
        }
    }

    /** Removes a record. */
    void unlist(StoredRecord record) {
        if (isUsed()) {
            SortedSet<Long> times = times(record);
            times.addAll(formerTimes(record));
            remove(record.id(), times);
        }
    }

    /** Enters a record that may be missing; a step of the walk. */
    void enter(StoredRecord record) {
        SortedSet<Long> now = times(record);
        SortedSet<Long> old = formerTimes(record);
        old.removeAll(now);
        remove(record.id(), old);
        add(record.id(), now);
    }

    /** Whether the walk finds what layouts 2 and 3 left. */
    boolean isFirst() {
        return former.isEmpty();
    }

    /** The walk has visited all records of lesser ids. */
    public void proceed(long to, boolean isEnd) {
        position = to;
        isDirty = true;
        if (isEnd) {
            isComplete = true;
            position = 0;
            former.clear();
        }
    }

    /** Records of which something has expired, in no particular order. See {@link ExpiryIndex}. */
    public List<Due> due(long now, int max) {
        List<Due> due = new ArrayList<>();
        index.due(now, max).forEach(each -> due.add(new Due(each.at(), id(each.member()))));
        return due;
    }

    /** Removes an entry; does nothing if it is not there. */
    public void remove(Due due) {
        remove(due.recordId(), List.of(due.at()));
    }

    /**
     * Checks a term of the table of the index, and visits the records in it. Terms of older layouts
     * are passed over.
     *
     * @param wrong receives what is wrong
     */
    public void check(byte[] term, Visitor visitor, Consumer<String> wrong) {
        if (ExpiryIndex.isOf(term)) {
            index.check(term, (at, part, member) -> visitor.entry(id(member), at), wrong);
        }
    }

    /** Whether it is known how far the index is, as it is wherever something was ever saved. */
    public boolean isKnown() {
        return rules.isEmpty() || isStored;
    }

    /** Receives entries. */
    @FunctionalInterface
    public interface Visitor {

        void entry(long recordId, long at);
    }

    /** When something of a record will expire, ascending. */
    public SortedSet<Long> times(StoredRecord record) {
        return times(rules, record);
    }

    private SortedSet<Long> formerTimes(StoredRecord record) {
        SortedSet<Long> times = new TreeSet<>();
        former.forEach(each -> times.addAll(times(each, record)));
        return times;
    }

    private static SortedSet<Long> times(RetentionRules of, StoredRecord record) {
        List<Descriptor> counting = record.descriptors();
        return of.times(record.identity().entityType(), counting);
    }

    private void add(long recordId, Iterable<Long> times) {
        byte[] member = member(recordId);
        times.forEach(at -> index.add(at, recordId >>> PART_BITS, member));
    }

    private void remove(long recordId, Iterable<Long> times) {
        byte[] member = member(recordId);
        times.forEach(at -> index.remove(at, recordId >>> PART_BITS, member));
    }

    private static byte[] member(long recordId) {
        return new ByteWriter().unsigned(recordId).toBytes();
    }

    private static long id(byte[] member) {
        ByteReader reader = new ByteReader("expiry-buckets", member);
        long id = reader.unsigned();
        reader.end();
        return id;
    }

    /** Writes how far the index is; must be called before every checkpoint. */
    void save() {
        if (isDirty) {
            ByteWriter writer = new ByteWriter().raw(VERSION).bool(isComplete).unsigned(position);
            rules.write(writer);
            table.put(KEY, writer.list(former, (to, each) -> each.write(to)).toBytes());
            isDirty = false;
        }
    }
}
