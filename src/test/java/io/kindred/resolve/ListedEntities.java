package io.kindred.resolve;

import io.kindred.model.EntityId;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.testkit.FoldedUpdates;

import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the entities that a shard lists by id to those that it states. */
public final class ListedEntities {

    private ListedEntities() {}

    /** Fails unless exactly those are listed that are shown, each once. */
    public static void check(InMemoryShardTables tables, FoldedUpdates folded, String where) {
        Set<String> listed = new TreeSet<>();
        tables.bytes(Name.ENTITY_IDS)
                .scan()
                .forEachRemaining(entry -> listed.add(new ByteKey(entry.key()).toString()));
        Set<String> shown = new TreeSet<>();
        for (OutputKey key : folded.shown().keySet()) {
            if (key.stream() == Stream.ENTITIES) {
                shown.add(EntityId.digits(key.id()));
            }
        }
        assertThat(listed).as("entities listed, " + where).isEqualTo(shown);
    }
}
