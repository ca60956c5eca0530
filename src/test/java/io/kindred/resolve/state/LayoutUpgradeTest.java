package io.kindred.resolve.state;

import io.kindred.codec.OntologyDocument;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.Query;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.CountingTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.StoredShards;
import io.kindred.storage.StoredShards.StoredShard;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.keyed.SourceRecordFormat;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds the engine to the oracle over tables that the first release left in mid-history. */
class LayoutUpgradeTest {

    private static final byte[] META = "meta".getBytes(StandardCharsets.UTF_8);
    private static final long[] CACHES = {0, 1_500, 1 << 20};
    private static final int QUERIES = 12;

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "unversioned", "contested", "generic"})
    void aShardOfLayout1GoesOnAsIfItHadAlwaysBeenOfTheNewest(String name) {
        for (StoredShard stored : StoredShards.ofLayout1(name)) {
            Shard shard = new Shard(stored);
            shard.compare();
            shard.goOn();
            shard.deleteAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "generic"})
    void anUpgradeDoneTwiceIsTheSameAsOnce(String name) {
        for (StoredShard stored : StoredShards.ofLayout1(name)) {
            byte[] meta = stored.tables().bytes(Name.META).get(META);
            Shard shard = new Shard(stored);
            Map<String, Integer> once = stored.tables().entryCounts();
            stored.tables().bytes(Name.META).put(META, meta);
            shard.open();
            assertThat(stored.tables().entryCounts()).isEqualTo(once);
            shard.compare();
            shard.goOn();
            shard.deleteAll();
        }
    }

    @Test
    void aShardOfTheNewestLayoutIsNotRead() {
        InMemoryShardTables tables = filled(20);
        CountingTables counting = new CountingTables(tables);
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, counting);
        counting.reset();
        engine.tieTo("declared", DeclarationRule.SAME);
        // The one record that is looked at to see whether the state can be trusted.
        assertThat(counting.walked()).isOne();
        assertThat(counting.writes()).isEqualTo(1);
    }

    @Test
    void listsAreAsTheyWereHoweverLong() {
        InMemoryShardTables tables = filled(2_500);
        Map<String, Integer> before = tables.entryCounts();
        assertThat(before).containsKeys("unique-claims-tail", "type-postings");
        toLayout1(tables);
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables);
        engine.tieTo("declared", DeclarationRule.SAME);
        assertThat(tables.entryCounts().get("unique-claims-tail"))
                .isEqualTo(before.get("unique-claims-tail"));
        for (int i = 0; i < 2_500; i++) {
            engine.accept(SourceRecord.delete(Sample.identity("crm", "r" + i), OptionalLong.of(2)));
        }
        engine.flush(update -> {});
        assertOnlyVersionsAreLeft(tables);
    }

    @Test
    void aShardOfLayout2GetsItsEntityIdsAndNothingElse() {
        InMemoryShardTables tables = filled(20);
        new ShardMeta(tables).tieTo("declared", DeclarationRule.SAME);
        Map<String, Integer> before = tables.entryCounts();
        // All are linked by one of two e-mails.
        assertThat(before).containsEntry("entity-ids", 2);
        toLayout2(tables);
        assertThat(tables.entryCounts()).doesNotContainKey("entity-ids");
        CountingTables counting = new CountingTables(tables);
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, counting);
        counting.reset();

        engine.tieTo("declared", DeclarationRule.SAME);

        // The two, and that it is done.
        assertThat(counting.writes()).isEqualTo(3);
        assertThat(tables.entryCounts()).isEqualTo(before);
        for (int i = 0; i < 2; i++) {
            RecordIdentity anchor = Sample.identity("crm", "r" + i);
            assertThat(engine.entity(EntityId.of(anchor)))
                    .isPresent()
                    .isEqualTo(engine.entityOf(anchor));
        }
        assertThat(engine.entity(EntityId.of(Sample.identity("crm", "r2")))).isEmpty();
    }

    @Test
    void aShardOfLayout3IsNotWalked() {
        InMemoryShardTables tables = filled(20);
        new ShardMeta(tables).tieTo("declared", DeclarationRule.SAME);
        byte[] meta = tables.bytes(Name.META).get(META);
        meta[1] = 3;
        tables.bytes(Name.META).put(META, meta);
        CountingTables counting = new CountingTables(tables);
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, counting);
        counting.reset();

        engine.tieTo("declared", DeclarationRule.SAME);

        // The one record that is looked at to see whether the state can be trusted.
        assertThat(counting.walked()).isOne();
        assertThat(counting.writes()).as("that it is of the newest layout").isOne();
        assertThat(new ShardMeta(tables).isOfNewestLayout()).isTrue();
    }

    @Test
    void isRefusedBeforeItIsUpgraded() {
        InMemoryShardTables tables = filled(2);
        toLayout1(tables);
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables);
        assertThatThrownBy(() -> engine.accept(upsert(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("older layout");
        assertThatThrownBy(
                        () ->
                                engine.answer(
                                        query("person", new Descriptor("a", "b", Interval.ALWAYS))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("older layout");
        engine.tieTo("declared", DeclarationRule.SAME);
        engine.accept(upsert(3));
    }

    private static SourceRecord upsert(int i) {
        return SourceRecord.upsert(
                Sample.identity("crm", "r" + i),
                OptionalLong.of(1),
                List.of(
                        new Descriptor("dob", "" + i, new Interval(0, i + 1)),
                        new Descriptor("email", "e" + i % 2 + "@x.org", Interval.ALWAYS)));
    }

    private static InMemoryShardTables filled(int records) {
        InMemoryShardTables tables = new InMemoryShardTables();
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables);
        for (int i = 0; i < records; i++) {
            engine.accept(upsert(i));
        }
        engine.flush(update -> {});
        return tables;
    }

    /** Takes from the tables that they are of the newest layout, and nothing else. */
    private static void toLayout1(InMemoryShardTables tables) {
        byte[] meta = tables.bytes(Name.META).get(META);
        byte[] before = Arrays.copyOfRange(meta, 1, meta.length);
        before[0] = 1;
        tables.bytes(Name.META).put(META, before);
    }

    /** Makes of the tables what layout 2 had. */
    private static void toLayout2(InMemoryShardTables tables) {
        byte[] meta = tables.bytes(Name.META).get(META);
        meta[1] = 2;
        tables.bytes(Name.META).put(META, meta);
        List<byte[]> entries = new ArrayList<>();
        tables.bytes(Name.ENTITY_IDS).scan().forEachRemaining(each -> entries.add(each.key()));
        entries.forEach(tables.bytes(Name.ENTITY_IDS)::remove);
    }

    private static void assertOnlyVersionsAreLeft(InMemoryShardTables tables) {
        assertThat(tables.entryCounts().keySet())
                .isSubsetOf(Set.of("shard-meta", "record-ids", "interner-ids", "interner-strings"));
    }

    private static Query query(String entityType, Descriptor descriptor) {
        return new Query(
                entityType,
                List.of(new Query.Condition(descriptor.attribute(), descriptor.value())),
                descriptor.interval());
    }

    /** A shard that was stored, in its new life. */
    private static final class Shard {
        private final StoredShard stored;
        private final Ontology ontology;
        private final List<SourceRecord> arrived = new ArrayList<>();
        private final List<SourceRecord> next = new ArrayList<>();
        private final FoldedUpdates folded = new FoldedUpdates();
        private final Random dice = new Random(5);
        private WriteBackCache cache;
        private ShardEngine engine;

        Shard(StoredShard stored) {
            this.stored = stored;
            this.ontology = new OntologyDocument("stored.json", stored.ontology()).ontology();
            stored.taken().forEach(each -> arrived.add(SourceRecordFormat.INSTANCE.read(each)));
            stored.next().forEach(each -> next.add(SourceRecordFormat.INSTANCE.read(each)));
            stored.shown().forEach(each -> folded.accept(UpdateFormat.INSTANCE.read(each)));
            open();
        }

        /** As after a checkpoint: nothing is left but what the tables hold. */
        void open() {
            long budget = CACHES[dice.nextInt(CACHES.length)];
            cache = new WriteBackCache(budget, EnumSet.allOf(Name.class), shard -> {});
            engine = new ShardEngine(ontology, Timeline.INTEGER, cache.over(0, stored.tables()));
            engine.tieTo("INTEGER " + stored.ontology(), DeclarationRule.SAME);
            cache.flush();
        }

        void goOn() {
            for (SourceRecord step : next) {
                take(step);
                if (dice.nextInt(4) == 0) {
                    flush();
                    compare();
                    if (dice.nextBoolean()) {
                        open();
                    }
                }
            }
            flush();
            compare();
        }

        void deleteAll() {
            for (SourceRecord step : List.copyOf(arrived)) {
                take(SourceRecord.delete(step.identity(), OptionalLong.of(1_000)));
            }
            flush();
            compare();
            assertOnlyVersionsAreLeft(stored.tables());
        }

        private void take(SourceRecord step) {
            arrived.add(step);
            engine.accept(step);
        }

        private void flush() {
            engine.flush(folded);
            cache.flush();
        }

        void compare() {
            Oracle oracle = new Oracle(ontology, Timeline.INTEGER, arrived);
            assertThat(folded.result().divided()).as(stored.name()).isEqualTo(oracle.result());
            List<Query> queries =
                    arrived.stream()
                            .flatMap(
                                    step ->
                                            step.descriptors().stream()
                                                    .map(
                                                            each ->
                                                                    query(
                                                                            step.identity()
                                                                                    .entityType(),
                                                                            each)))
                            .distinct()
                            .limit(QUERIES)
                            .toList();
            for (Entity entity : oracle.result().entities()) {
                assertThat(engine.entity(entity.id())).as(stored.name()).contains(entity);
            }
            assertThat(queries.stream().map(engine::answer).toList())
                    .as("answers of " + stored.name())
                    .isEqualTo(queries.stream().map(oracle::answer).toList());
        }
    }
}
