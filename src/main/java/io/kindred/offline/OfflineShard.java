package io.kindred.offline;

import io.kindred.resolve.ColdShard;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermScan;
import io.kindred.storage.shard.ShardMeta;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One shard of a saved state.
 *
 * @param place the shard's place in the job
 * @param number the shard's number in that place, from 0
 * @param count the number of shards in that place
 * @param tables a copy of the state's tables
 * @param terms the terms of the tables; each table can be scanned once
 * @param empty creates empty working tables
 */
public record OfflineShard(
        Place place,
        int number,
        int count,
        ShardTables tables,
        TermScan terms,
        Supplier<ShardTables> empty) {

    /** The place of a shard in the job. */
    public enum Place {
        /** The only shard of a job. */
        ONLY_SHARD,
        /** One of several shards. */
        SHARD,
        /** A lane in which components that span shards are resolved. */
        RECONCILE
    }

    /** Ontology and timeline; empty if the shard was never opened. */
    public Optional<Declaration> declaration() {
        return ShardMeta.declaration(tables).map(Declaration::read);
    }

    /** The results of the shard with its declaration. */
    public ColdShard results(Declaration declaration) {
        return ColdShard.open(
                declaration.ontology(), declaration.timeline(), tables, place == Place.ONLY_SHARD);
    }

    @Override
    public String toString() {
        return (place == Place.RECONCILE ? "reconcile " : "shard ") + number;
    }
}
