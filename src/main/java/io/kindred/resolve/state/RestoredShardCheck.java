package io.kindred.resolve.state;

import io.kindred.storage.CorruptStateException;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;
import java.util.OptionalLong;

/**
 * A quick sanity check of a restored shard.
 *
 * <p>A few lookups, whatever the size of the state. They check that tables and metadata fit
 * together, that no id would be assigned twice, and that a string and a record can be read and
 * found. For a full check see {@link ShardCheck}.
 */
public final class RestoredShardCheck {

    private final ShardState state;
    private final ShardMeta meta;

    public RestoredShardCheck(ShardState state) {
        this.state = state;
        this.meta = state.meta();
    }

    /**
     * Runs the check.
     *
     * @throws CorruptStateException if the state is inconsistent
     */
    public void run() {
        checkCounts();
        checkIds();
        checkString(0);
        checkString(meta.stringIdsGiven() - 1);
        checkRecord();
    }

    private void checkCounts() {
        for (Count count : Count.values()) {
            if (meta.get(count) < 0) {
                throw new CorruptStateException("shard-meta", count + " is " + meta.get(count));
            }
        }
        if (meta.get(Count.RECORDS) > meta.recordIdsGiven()) {
            throw new CorruptStateException(
                    "shard-meta",
                    meta.get(Count.RECORDS)
                            + " records are counted, and only "
                            + meta.recordIdsGiven()
                            + " were ever given an id");
        }
        if (meta.get(Count.ESCALATED_RECORDS) > meta.get(Count.RECORDS)) {
            throw new CorruptStateException(
                    "shard-meta", "more escalated records are counted than records");
        }
    }

    /** The next ids must be free, or new entries would overwrite existing ones. */
    private void checkIds() {
        checkFree(
                "records",
                meta.recordIdsGiven(),
                state.records().find(meta.recordIdsGiven()).isPresent());
        checkFree(
                "components",
                meta.componentIdsGiven(),
                state.components().exists(meta.componentIdsGiven()));
        checkFree(
                "interner-strings",
                meta.stringIdsGiven(),
                state.interner().isGiven(meta.stringIdsGiven()));
    }

    private static void checkFree(String table, long id, boolean isTaken) {
        if (isTaken) {
            throw new CorruptStateException(
                    table, "id " + id + " is in use, but was never assigned");
        }
    }

    private void checkString(long id) {
        if (id < 0 || id >= meta.stringIdsGiven()) {
            return;
        }
        String text = state.interner().string(id);
        if (!state.interner().find(text).equals(OptionalLong.of(id))) {
            throw new CorruptStateException(
                    "interner-ids",
                    "id " + id + " is the string '" + text + "', which has another id");
        }
    }

    private void checkRecord() {
        Iterator<StoredRecord> records = state.records().all();
        if (records.hasNext() != meta.get(Count.RECORDS) > 0) {
            throw new CorruptStateException(
                    "records",
                    meta.get(Count.RECORDS)
                            + " records are counted, but there are "
                            + (records.hasNext() ? "some" : "none"));
        }
        if (!records.hasNext()) {
            return;
        }
        StoredRecord record = records.next();
        OptionalLong id =
                state.records()
                        .current(record.identity())
                        .map(RecordStore.Current::recordId)
                        .orElseGet(OptionalLong::empty);
        if (!id.equals(OptionalLong.of(record.id()))) {
            throw new CorruptStateException(
                    "record-ids",
                    record.identity() + " does not point to its record " + record.id());
        }
        if (!state.components().exists(record.component())) {
            throw new CorruptStateException(
                    "components",
                    "component "
                            + record.component()
                            + " of "
                            + record.identity()
                            + " does not exist");
        }
    }
}
