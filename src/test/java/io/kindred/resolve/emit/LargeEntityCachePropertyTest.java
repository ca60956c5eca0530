package io.kindred.resolve.emit;

import io.kindred.model.Conflict;
import io.kindred.model.DigestKey;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What is held of large components never shows in the results. */
class LargeEntityCachePropertyTest {

    private static final int CASES = Seeds.CASES / 4;

    /** Bytes: some where hardly anything fits, a few components, and all. */
    private static final long[] HELD = {2_000, 6_000, 1 << 20};

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
    void equalsTheOracleWhileNothingWaits(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES / 4))) {
            run(RandomHistories.generate(seed, options.withSizes(14, 60)), 0, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheOracleWhileComponentsWait(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES / 2))) {
            run(RandomHistories.generate(seed, options.withSizes(14, 60)), 10, 3);
        }
    }

    private static void run(RandomCase random, int interval, int recordsOfABatch) {
        Random dice = new Random(random.seed());
        Shard shard = new Shard(random, interval);
        List<SourceRecord> steps = random.steps();
        for (int step = 1; step <= steps.size(); step++) {
            shard.engine.accept(steps.get(step - 1));
            shard.now += dice.nextInt(4);
            boolean isLast = step == steps.size();
            if (isLast || dice.nextInt(16) == 0) {
                shard.engine.flushAll(shard.folded);
                shard.compare(steps.subList(0, step));
            } else if (dice.nextInt(recordsOfABatch) == 0) {
                shard.engine.flush(shard.folded);
                if (interval == 0) {
                    shard.compare(steps.subList(0, step));
                }
                if (dice.nextInt(20) == 0) {
                    shard.open();
                }
            }
        }
    }

    private static final class Shard {
        private final RandomCase random;
        private final EmissionLimit limit;
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final FoldedUpdates folded = new FoldedUpdates();
        private ShardEngine engine;
        private long now = 1_000;

        Shard(RandomCase random, int interval) {
            this.random = random;
            this.limit =
                    new EmissionLimit(
                            2,
                            Duration.ofMillis(interval),
                            new LargeEntityBudget(HELD[(int) (random.seed() % HELD.length)]));
            open();
        }

        void open() {
            engine =
                    new ShardEngine(
                            new ShardState(
                                    random.ontology(),
                                    tables,
                                    true,
                                    new OptionalOutputs(true, true),
                                    RecordStore.HELD),
                            Timeline.INTEGER,
                            limit,
                            () -> now,
                            DigestKey.random(),
                            false);
        }

        void compare(List<SourceRecord> arrived) {
            String where = "seed " + random.seed() + ", step " + arrived.size();
            Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, arrived);
            assertThat(folded.result()).as(where).isEqualTo(oracle.result());
            assertThat(folded.goldenValues()).as(where).isEqualTo(oracle.goldenValues());
            folded.conflictsById()
                    .forEach(
                            (String id, Conflict conflict) ->
                                    assertThat(id).isEqualTo(oracle.conflictId(conflict)));
            assertThat(List.of(engine.count(Count.ENTITIES), engine.count(Count.CONFLICTS)))
                    .as("counts, " + where)
                    .containsExactly(
                            (long) oracle.result().entities().size(),
                            (long) oracle.result().conflicts().size());
        }
    }
}
