package io.kindred.resolve.emit;

import io.kindred.model.DigestKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Random histories in which much of what grows waits, over restarts, against the oracle. */
class EmissionThrottlePropertyTest {

    private static final int CASES = Seeds.CASES / 8;
    private static final EmissionLimit LIMIT = new EmissionLimit(2, Duration.ofMillis(10));
    private static final long[] CACHES = {0, 1_500, 1 << 20, 5_000, 20_000};

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
    void equalsTheOracleOnceNothingWaits(RandomOptions options) {
        int waits = 0;
        for (long seed : Seeds.halfFixed(options.of(CASES))) {
            waits += new Shard(RandomHistories.generate(seed, options.withSizes(16, 70))).run();
        }
        assertThat(waits).as("flushes after which something waited").isPositive();
    }

    private static final class Shard {
        private final RandomCase random;
        private final Random dice;
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final FoldedUpdates folded = new FoldedUpdates();
        private WriteBackCache cache;
        private ShardEngine engine;
        private long now = 1_000;

        Shard(RandomCase random) {
            this.random = random;
            this.dice = new Random(random.seed());
            open();
        }

        /** Gives after how many flushes something waited. */
        int run() {
            int waits = 0;
            for (int step = 1; step <= random.steps().size(); step++) {
                engine.accept(random.steps().get(step - 1));
                if (dice.nextInt(3) == 0) {
                    engine.flush(folded);
                    check(step);
                    waits += engine.nextTimer().isPresent() ? 1 : 0;
                    disturb();
                }
                if (dice.nextInt(20) == 0) {
                    flushAll(step);
                }
            }
            flushAll(random.steps().size());
            return waits;
        }

        private void disturb() {
            if (dice.nextInt(5) == 0) {
                now += dice.nextInt(25);
            }
            switch (dice.nextInt(6)) {
                case 0 -> cache.flush();
                case 1 -> {
                    cache.flush();
                    open();
                }
                default -> {}
            }
        }

        private void open() {
            long budget = CACHES[(int) (random.seed() % CACHES.length)];
            cache = new WriteBackCache(budget, EnumSet.allOf(Name.class), shard -> {});
            engine =
                    new ShardEngine(
                            new ShardState(
                                    random.ontology(),
                                    cache.over(0, tables),
                                    true,
                                    new OptionalOutputs(true, true),
                                    RecordStore.HELD),
                            Timeline.INTEGER,
                            LIMIT,
                            () -> now,
                            DigestKey.random(),
                            false);
        }

        /** What is shown may be late; but nothing is shown of what is gone. */
        private void check(int steps) {
            Oracle oracle = oracle(steps);
            Set<RecordIdentity> current = oracle.result().assignments().keySet();
            OracleResult shown = folded.result();
            assertThat(shown.assignments().keySet()).as(where(steps)).isSubsetOf(current);
            shown.entities()
                    .forEach(
                            entity ->
                                    assertThat(current)
                                            .as(where(steps))
                                            .containsAll(entity.records()));
            random.queries().forEach(query -> assertThat(engine.answer(query)).isNotNull());
            if (engine.nextTimer().isEmpty()) {
                compare(oracle, steps);
            }
        }

        private void flushAll(int steps) {
            engine.flushAll(folded);
            assertThat(engine.nextTimer()).as(where(steps)).isEmpty();
            compare(oracle(steps), steps);
        }

        private void compare(Oracle oracle, int steps) {
            assertThat(folded.result()).as(where(steps)).isEqualTo(oracle.result());
            assertThat(folded.goldenValues()).as(where(steps)).isEqualTo(oracle.goldenValues());
            assertThat(random.queries().stream().map(engine::answer).toList())
                    .as("answers, " + where(steps))
                    .isEqualTo(random.queries().stream().map(oracle::answer).toList());
        }

        private Oracle oracle(int steps) {
            List<SourceRecord> arrived = random.steps().subList(0, steps);
            return new Oracle(random.ontology(), Timeline.INTEGER, arrived);
        }

        private String where(int steps) {
            return "seed " + random.seed() + ", step " + steps;
        }
    }
}
