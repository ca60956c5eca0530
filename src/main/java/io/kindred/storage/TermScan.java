package io.kindred.storage;

import java.util.Iterator;

/** Finds the terms of a shard's tables, which nothing but a check of the whole shard needs. */
public interface TermScan {

    /**
     * Walks by cursor over the terms that have entries, in any order; one may be told several times
     * in a row. The table must not be written meanwhile.
     */
    Iterator<byte[]> scanTerms(ShardTables.TermName table);
}
