package io.kindred.resolve.state;

import io.kindred.storage.CorruptStateException;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.Iterator;
import java.util.OptionalLong;

/**
 * Looks whether a shard that is restored can be what an earlier life of it left, by a few look-ups
 * whatever its size: that its tables go with what it knows about itself, that no id would be given
 * twice, and that strings and a record can be read and found. What is there as a whole {@link
 * ShardCheck} tells.
 */
public final class RestoredShardCheck {

    private final ShardState state;
    private final ShardMeta meta;

    public RestoredShardCheck(ShardState state) {
        this.state = state;
        this.meta = state.meta();
    }

    /**
     * Looks.
     *
     * @throws CorruptStateException if something is wrong
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
                    "shard-meta", "more records are counted as handed over than there are");
        }
    }

    /** What is given next must be nobody's, or it would take another's place. */
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
                    table, "the id " + id + " is taken, which was never given");
        }
    }

    private void checkString(long id) {
        if (id < 0 || id >= meta.stringIdsGiven()) {
            return;
        }
        String text = state.interner().string(id);
        if (!state.interner().find(text).equals(OptionalLong.of(id))) {
            throw new CorruptStateException(
                    "interner-ids", "'" + text + "' has not the id " + id + ", whose string it is");
        }
    }

    private void checkRecord() {
        Iterator<StoredRecord> records = state.records().all();
        if (records.hasNext() != meta.get(Count.RECORDS) > 0) {
            throw new CorruptStateException(
                    "records",
                    meta.get(Count.RECORDS)
                            + " are counted, and there are "
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
                    record.identity() + " does not lead to its record " + record.id());
        }
        if (!state.components().exists(record.component())) {
            throw new CorruptStateException(
                    "components",
                    record.component() + " is not there, which has " + record.identity());
        }
    }
}
