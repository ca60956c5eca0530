package io.kindred.resolve.check;

import io.kindred.ontology.Ontology;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;

import java.util.List;

/** The check of the only shard and of what an output shows of it. */
public final class ShardChecks {

    private ShardChecks() {}

    /** What is wrong, as lines. */
    public static List<String> findings(
            Ontology ontology, InMemoryShardTables tables, FoldedUpdates emitted) {
        return Ledgers.findingsOf(
                "shard 0",
                ledger -> {
                    ShardCheck.run(
                            ontology,
                            Timeline.INTEGER,
                            new ShardCheck.Copy(tables, tables, new InMemoryShardTables(), 0, 1),
                            ledger);
                    emitted.shown()
                            .forEach(
                                    (key, update) ->
                                            ledger.shown(
                                                    key.stream() + "/" + key.id(),
                                                    0,
                                                    EncodedUpdate.of(update)
                                                            .shown()
                                                            .orElseThrow()));
                });
    }
}
