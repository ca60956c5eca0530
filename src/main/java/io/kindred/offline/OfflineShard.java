package io.kindred.offline;

import io.kindred.resolve.ColdShard;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermScan;
import io.kindred.storage.shard.ShardMeta;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One shard of a state that no job is working on.
 *
 * @param place what it is in the job
 * @param number from 0; of those in the same place
 * @param count how many there are in that place
 * @param tables a copy of what is in the state
 * @param terms the terms of the tables, each table to be walked over once
 * @param empty gives tables without anything, to work in
 */
public record OfflineShard(
        Place place,
        int number,
        int count,
        ShardTables tables,
        TermScan terms,
        Supplier<ShardTables> empty) {

    /** What a shard is in the job. */
    public enum Place {
        /** The one shard of a job without others. */
        ONLY_SHARD,
        /** One of several shards. */
        SHARD,
        /** A place where what spans shards is resolved. */
        RECONCILE
    }

    /** Ontology and timeline; empty if the shard was never opened. */
    public Optional<Declaration> declaration() {
        return ShardMeta.declaration(tables).map(Declaration::read);
    }

    /** The results of the shard under its declaration. */
    public ColdShard results(Declaration declaration) {
        return ColdShard.open(
                declaration.ontology(), declaration.timeline(), tables, place == Place.ONLY_SHARD);
    }

    @Override
    public String toString() {
        return (place == Place.RECONCILE ? "reconcile " : "shard ") + number;
    }
}
