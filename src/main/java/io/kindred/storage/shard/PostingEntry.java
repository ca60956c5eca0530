package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.TermTable;
import io.kindred.temporal.IntervalSet;

/**
 * A posting with an entry of its own under its term.
 *
 * <p>Format: key unsigned record id; value the intervals.
 */
final class PostingEntry {

    private PostingEntry() {}

    static byte[] key(long recordId) {
        return new ByteWriter().unsigned(recordId).toBytes();
    }

    static byte[] value(IntervalSet times) {
        return new ByteWriter().intervals(times).toBytes();
    }

    static Posting read(String what, TermTable.Entry entry) {
        ByteReader key = new ByteReader(what, entry.key());
        long recordId = key.unsigned();
        key.end();
        ByteReader value = new ByteReader(what + " of record " + recordId, entry.value());
        IntervalSet times = value.intervals();
        value.end();
        return new Posting(recordId, times);
    }
}
