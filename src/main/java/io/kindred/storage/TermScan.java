package io.kindred.storage;

import java.util.Iterator;

/** Scans the terms of a shard's tables; only needed to check a whole shard. */
public interface TermScan {

    /**
     * Iterates over the terms that have entries, in no particular order; a term may be repeated in
     * a row. The table must not be written during the iteration.
     */
    Iterator<byte[]> scanTerms(ShardTables.TermName table);
}
