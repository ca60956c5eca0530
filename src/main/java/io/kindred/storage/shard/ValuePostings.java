package io.kindred.storage.shard;

import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;

import java.util.Iterator;

/**
 * The records by signature of attribute and value. Adding and removing write one entry and read
 * none, because every value of every record is added but few are ever looked up. The size of a list
 * is unknown.
 *
 * <p>Format: {@link PostingEntry} under the term.
 */
public final class ValuePostings {

    private final TermTable table;

    public ValuePostings(ShardTables tables) {
        this.table = tables.terms(ShardTables.TermName.VALUE_POSTINGS);
    }

    /** Adds a record to the term's list, or replaces its times. */
    public void put(byte[] term, Posting posting) {
        table.put(term, PostingEntry.key(posting.recordId()), PostingEntry.value(posting.times()));
    }

    public void remove(byte[] term, long recordId) {
        table.remove(term, PostingEntry.key(recordId));
    }

    /** Iterates over the list with a cursor; it must not change meanwhile. */
    public Iterator<Posting> scan(byte[] term) {
        return new MappingIterator<>(
                table.scan(term), entry -> PostingEntry.read("value-postings", entry));
    }
}
