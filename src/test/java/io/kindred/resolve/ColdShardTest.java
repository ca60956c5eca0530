package io.kindred.resolve;

import io.kindred.codec.OntologyDocument;
import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.OracleResult;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.query.AnswerMerge;
import io.kindred.storage.StoredShards;
import io.kindred.storage.StoredShards.StoredShard;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ColdShardTest {

    static Stream<Vector> vectors() {
        return Vector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheExpectedResultsOfTheOnlyShard(Vector vector) {
        check(vector, List.of(onlyShard(vector, EmissionLimit.NONE)), "one shard");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void includesDelayedEntities(Vector vector) {
        EmissionLimit limit = new EmissionLimit(1, Duration.ofDays(1));
        check(vector, List.of(onlyShard(vector, limit)), "one shard, all waits");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheExpectedResultsOfSeveralShards(Vector vector) {
        for (int shards : new int[] {2, 5}) {
            ShardNetwork network =
                    new ShardNetwork(vector.ontology(), shards, new Random(7 + shards));
            vector.records().forEach(network::accept);
            network.settle();
            List<ColdShard> all = new ArrayList<>();
            for (InMemoryShardTables tables : network.tables().values()) {
                all.add(open(vector.ontology(), tables, false));
            }
            check(vector, all, shards + " shards");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "unversioned", "contested", "generic"})
    void readsTheEmittedResultsOfAShardOfLayout1(String name) {
        for (StoredShard stored : StoredShards.ofLayout1(name)) {
            FoldedUpdates shown = new FoldedUpdates();
            stored.shown().forEach(each -> shown.accept(UpdateFormat.INSTANCE.read(each)));
            FoldedUpdates updates = new FoldedUpdates();

            ColdShard.open(
                            new OntologyDocument("stored", stored.ontology()).ontology(),
                            Timeline.INTEGER,
                            stored.tables(),
                            true)
                    .forEach(type -> true, into(updates));

            OracleResult expected = shown.result().divided();
            assertThat(updates.result())
                    .isEqualTo(
                            new OracleResult(
                                    expected.entities(),
                                    expected.conflicts(),
                                    List.of(),
                                    expected.assignments()));
        }
    }

    private static ColdShard.Results into(FoldedUpdates updates) {
        return new ColdShard.Results() {
            @Override
            public void entity(Entity entity) {
                updates.accept(new Update.EntityUpsert(entity));
            }

            @Override
            public void record(Placed record) {
                updates.accept(new Update.Assigned(record.identity(), record.entityId()));
            }

            @Override
            public void conflict(String conflictId, Conflict conflict) {
                updates.accept(new Update.ConflictOpen(conflictId, conflict));
            }
        };
    }

    private static ColdShard onlyShard(Vector vector, EmissionLimit limit) {
        InMemoryShardTables tables = new InMemoryShardTables();
        ShardEngine engine =
                new ShardEngine(vector.ontology(), Timeline.INTEGER, tables, limit, () -> 1);
        for (SourceRecord record : vector.records()) {
            engine.accept(record);
            engine.flush(update -> {});
        }
        return open(vector.ontology(), tables, true);
    }

    private static ColdShard open(
            Ontology ontology, InMemoryShardTables tables, boolean isOnlyShard) {
        if (ShardMeta.declaration(tables).isEmpty()) {
            new ShardMeta(tables).tieTo("what they were built under", DeclarationRule.SAME);
        }
        return ColdShard.open(ontology, Timeline.INTEGER, tables, isOnlyShard);
    }

    private static void check(Vector vector, List<ColdShard> shards, String where) {
        assertThat(vector.queries().stream().map(query -> answer(shards, query)).toList())
                .as("answers of %s, %s", vector.name(), where)
                .isEqualTo(vector.answers());
        for (Entity entity : vector.entities()) {
            assertThat(shards.stream().flatMap(shard -> shard.entity(entity.id()).stream()))
                    .as("%s, %s", vector.name(), where)
                    .containsExactly(entity);
            for (RecordIdentity record : entity.records()) {
                assertThat(shards.stream().flatMap(shard -> shard.record(record).stream()))
                        .as("%s, %s", vector.name(), where)
                        .extracting(Placed::entityId)
                        .containsExactly(entity.id());
            }
        }
        FoldedUpdates updates = new FoldedUpdates();
        shards.forEach(shard -> shard.forEach(type -> true, into(updates)));
        assertThat(updates.result().entities())
                .as("%s, %s", vector.name(), where)
                .containsExactlyInAnyOrderElementsOf(vector.entities());
        assertThat(shards)
                .allSatisfy(
                        shard -> {
                            assertThat(shard.entity("person-0")).isEqualTo(Optional.empty());
                            assertThat(shard.record(new RecordIdentity("person", "nobody", "0")))
                                    .isEqualTo(Optional.empty());
                        });
    }

    private static QueryAnswer answer(List<ColdShard> shards, Query query) {
        SortedMap<Integer, List<Match>> matches = new TreeMap<>();
        for (ColdShard shard : shards) {
            matches.put(matches.size(), shard.answer(query).matches());
        }
        return AnswerMerge.matches(matches);
    }
}
