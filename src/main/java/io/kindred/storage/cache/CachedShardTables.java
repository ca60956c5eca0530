package io.kindred.storage.cache;

import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;

import java.util.Map;

/** The tables of a shard, some of them behind the cache. */
final class CachedShardTables implements ShardTables {

    private final ShardTables below;
    private final Map<Name, CachedByteTable> cached;

    CachedShardTables(ShardTables below, Map<Name, CachedByteTable> cached) {
        this.below = below;
        this.cached = cached;
    }

    @Override
    public ByteTable bytes(Name name) {
        ByteTable table = cached.get(name);
        return table == null ? below.bytes(name) : table;
    }

    /** Not cached, because writes to tables of terms read nothing. */
    @Override
    public TermTable terms(TermName name) {
        return below.terms(name);
    }
}
