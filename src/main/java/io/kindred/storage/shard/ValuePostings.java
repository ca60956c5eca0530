package io.kindred.storage.shard;

import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;

import java.util.Iterator;

/**
 * Records by signature of attribute and value. Adding and removing write one entry and read none,
 * since every record adds each of its values and hardly any is ever asked for; how long a list is
 * is not known.
 *
 * <p>Format: {@link PostingEntry} under the term.
 */
public final class ValuePostings {

    private final TermTable table;

    /** Over the tables of one shard. */
    public ValuePostings(ShardTables tables) {
        this.table = tables.terms(ShardTables.TermName.VALUE_POSTINGS);
    }

    /** Adds a record to the term's list, or sets its times there. */
    public void put(byte[] term, Posting posting) {
        table.put(term, PostingEntry.key(posting.recordId()), PostingEntry.value(posting.times()));
    }

    /** Removes a record from the term's list. */
    public void remove(byte[] term, long recordId) {
        table.remove(term, PostingEntry.key(recordId));
    }

    /** Walks over the list by cursor; it must not change meanwhile. */
    public Iterator<Posting> scan(byte[] term) {
        return new MappingIterator<>(
                table.scan(term), entry -> PostingEntry.read("value-postings", entry));
    }
}
