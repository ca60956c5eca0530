package io.kindred.resolve.state;

import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.ListedEntities;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.LargeEntityBudget;
import io.kindred.storage.AccessCounts;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.MeteredShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.EntityIds;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Entities are found by their ids exactly as long as they are emitted. */
class EntityIndexPropertyTest {

    private static final int CASES = Seeds.CASES / 5;

    private static EmissionLimit waiting() {
        return new EmissionLimit(2, Duration.ofMillis(10), new LargeEntityBudget(5_000));
    }

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void findsEmittedEntitiesWithAnyBatchesAndRestarts(RandomOptions options) {
        int gone = 0;
        for (long seed : Seeds.halfFixed(options.of(CASES))) {
            Shard shard =
                    new Shard(
                            RandomHistories.generate(seed, options.withSizes(14, 60)),
                            EmissionLimit.NONE);
            shard.run(true);
            gone += shard.gone;
        }
        assertThat(gone).as("looks for entities that are gone").isPositive();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void findsEntitiesWhoseEmissionIsDelayed(RandomOptions options) {
        int waits = 0;
        for (long seed : Seeds.halfFixed(options.of(CASES))) {
            Shard shard =
                    new Shard(RandomHistories.generate(seed, options.withSizes(14, 60)), waiting());
            shard.run(false);
            waits += shard.waits;
        }
        assertThat(waits).as("flushes after which something waited").isPositive();
    }

    @Test
    void anEntityThatStaysIsNotWrittenAgain() {
        MeteredShardTables tables = new MeteredShardTables(new InMemoryShardTables());
        AccessCounts counts = tables.counts(Name.ENTITY_IDS);
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables);

        take(engine, upsert("1", 1, "x"));
        assertThat(counts.puts()).isEqualTo(1);
        take(engine, upsert("2", 1, "y"));
        take(engine, upsert("1", 2, "z"));
        take(engine, SourceRecord.delete(Sample.identity("crm", "2"), OptionalLong.of(2)));
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(counts.removes()).isZero();

        take(engine, upsert("0", 1, "x"));
        assertThat(counts.puts()).as("another anchor").isEqualTo(2);
        assertThat(counts.removes()).isEqualTo(1);
        assertThat(counts.hits() + counts.misses()).isZero();
    }

    private static void take(ShardEngine engine, SourceRecord record) {
        engine.accept(record);
        engine.flush(update -> {});
    }

    private static SourceRecord upsert(String uid, long version, String city) {
        return SourceRecord.upsert(
                Sample.identity("crm", uid),
                OptionalLong.of(version),
                List.of(
                        new Descriptor("city", city, Interval.ALWAYS),
                        new Descriptor("email", "a@x.org", Interval.ALWAYS)));
    }

    @Test
    void anEntryThatLeadsElsewhereIsCorrupt() {
        InMemoryShardTables tables = new InMemoryShardTables();
        ShardEngine engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables);
        for (String uid : List.of("1", "2")) {
            engine.accept(
                    SourceRecord.upsert(
                            Sample.identity("crm", uid), OptionalLong.of(1), List.of()));
        }
        engine.flush(update -> {});
        EntityIds.Anchor first = new EntityIds(tables).all().next();
        new EntityIds(tables).put(first.entity(), 1 - first.recordId());

        assertThatThrownBy(() -> engine.entity("person-" + first.entity()))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage(
                        "entity-ids: %s points to record %d, which is not its anchor",
                        first.entity(), 1 - first.recordId());
    }

    private static final class Shard {
        private final RandomCase random;
        private final EmissionLimit limit;
        private final Random dice;
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final FoldedUpdates folded = new FoldedUpdates();
        private final Set<String> ever = new HashSet<>();
        private WriteBackCache cache;
        private ShardEngine engine;
        private long now = 1_000;
        private int gone;
        private int waits;

        Shard(RandomCase random, EmissionLimit limit) {
            this.random = random;
            this.limit = limit;
            this.dice = new Random(random.seed());
            open();
        }

        /** As after a checkpoint: nothing is left but what the tables hold. */
        private void open() {
            cache = new WriteBackCache(1_500, EnumSet.allOf(Name.class), shard -> {});
            engine =
                    new ShardEngine(
                            random.ontology(),
                            Timeline.INTEGER,
                            cache.over(0, tables),
                            limit,
                            () -> now);
        }

        void run(boolean isWhole) {
            for (SourceRecord step : random.steps()) {
                engine.accept(step);
                if (dice.nextInt(3) == 0) {
                    engine.flush(folded);
                    check(isWhole);
                    waits += engine.nextTimer().isPresent() ? 1 : 0;
                    now += dice.nextInt(4);
                    if (dice.nextInt(4) == 0) {
                        open();
                    }
                }
            }
            engine.flushAll(folded);
            check(true);
        }

        /** The records that a deferred entity was emitted with, in their current content. */
        private void check(boolean isWhole) {
            String where = "seed " + random.seed();
            cache.flush();
            ListedEntities.check(tables, folded, where);
            Set<String> there = new HashSet<>();
            for (Entity entity : folded.result().entities()) {
                there.add(entity.id());
                assertThat(engine.entity(entity.id()))
                        .as(where)
                        .hasValueSatisfying(
                                found -> {
                                    assertThat(found.records()).isEqualTo(entity.records());
                                    if (isWhole) {
                                        assertThat(found).isEqualTo(entity);
                                    }
                                });
            }
            for (String id : ever) {
                if (!there.contains(id)) {
                    gone++;
                    assertThat(engine.entity(id)).as(where).isEmpty();
                }
            }
            ever.addAll(there);
        }
    }
}
