package io.kindred.resolve.emit;

import io.kindred.model.DigestKey;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.Update;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.publish.GoneRevisions;
import io.kindred.resolve.publish.OnlyShardRow;
import io.kindred.resolve.publish.Publisher;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In the middle of random histories new sinks are filled, in slices between further records, and
 * over restarts. They then know the same as sinks that were there from the beginning, and have got
 * no row twice.
 */
class RepetitionPropertyTest {

    private static final int CASES = Seeds.CASES / 4;
    private static final EmissionLimit LIMIT = new EmissionLimit(2, Duration.ofMillis(10));

    static java.util.stream.Stream<RandomOptions> profiles() {
        return java.util.stream.Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void aNewSinkGetsEverythingOnce(RandomOptions options) {
        int repeated = 0;
        for (long seed : Seeds.halfFixed(options.of(CASES))) {
            repeated += new Filled(RandomHistories.generate(seed, options.withSizes(16, 60))).run();
        }
        assertThat(repeated).as("rows emitted once more").isPositive();
    }

    private static final class Filled implements Publisher.Listener {
        private final RandomCase random;
        private final Random dice;
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final Map<OutputKey, Cell> published = new HashMap<>();
        private final Map<OutputKey, Long> last = new HashMap<>();
        private final Map<OutputKey, Update> shown = new HashMap<>();
        private WriteBackCache cache;
        private ShardEngine engine;
        private OptionalLong position = OptionalLong.empty();
        private long fill;
        private int repeated;
        private long now = 1_000;

        Filled(RandomCase random) {
            this.random = random;
            this.dice = new Random(random.seed());
            open();
        }

        /** Gives how many rows were emitted once more. */
        int run() {
            int begin = dice.nextInt(random.steps().size());
            for (int step = 0; step < random.steps().size(); step++) {
                engine.accept(random.steps().get(step));
                if (step == begin || dice.nextInt(3) == 0) {
                    engine.flush(this::update);
                    if (step == begin) {
                        fill = 1;
                        position = OptionalLong.of(0);
                    } else {
                        slice();
                    }
                    disturb();
                }
            }
            engine.flushAll(this::update);
            while (position.isPresent()) {
                slice();
            }
            FoldedUpdates folded = new FoldedUpdates();
            shown.values().forEach(folded::accept);
            Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, random.steps());
            assertThat(folded.result())
                    .as("seed %d, filled from step %d", random.seed(), begin)
                    .isEqualTo(oracle.result());
            assertThat(folded.goldenValues())
                    .as("seed %d, filled from step %d", random.seed(), begin)
                    .isEqualTo(oracle.goldenValues());
            return repeated;
        }

        private void slice() {
            if (position.isPresent()) {
                position =
                        engine.repeat(
                                position.getAsLong(),
                                dice.nextInt(4),
                                1 + dice.nextInt(4),
                                EnumSet.allOf(Stream.class),
                                ShardOutput.of(this::update));
            }
        }

        private void disturb() {
            now += dice.nextInt(8);
            if (dice.nextInt(5) == 0) {
                cache.flush();
                open();
            }
        }

        private void open() {
            cache = new WriteBackCache(5_000, EnumSet.allOf(Name.class), shard -> {});
            engine =
                    new ShardEngine(
                            new ShardState(
                                    random.ontology(),
                                    cache.over(0, tables),
                                    true,
                                    new OptionalOutputs(true, false),
                                    RecordStore.HELD),
                            Timeline.INTEGER,
                            LIMIT,
                            () -> now,
                            DigestKey.random(),
                            false);
        }

        private void update(EncodedUpdate update) {
            Cell cell = published.computeIfAbsent(update.key(), unused -> new Cell());
            new OnlyShardRow(cell, GoneRevisions.NONE, false, this)
                    .accept(new OwnedUpdate(0, update), now);
        }

        @Override
        public void row(Update update, long revision) {
            OutputKey key = update.key();
            Long before = last.put(key, revision);
            if (fill == 0) {
                return;
            }
            String where = "seed " + random.seed() + ": " + update + " as revision " + revision;
            if (shown.containsKey(key)) {
                assertThat(revision).as(where).isEqualTo(before + 1);
            } else if (before != null && before == revision) {
                repeated++;
            }
            if (update.isRetraction()) {
                shown.remove(key);
            } else {
                shown.put(key, update);
            }
        }

        @Override
        public long fill(Stream stream) {
            return fill;
        }

        @Override
        public void move(RecordMove move) {
            throw new AssertionError(move);
        }

        @Override
        public void schedule(long millis) {
            throw new AssertionError("nothing is scheduled");
        }

        @Override
        public void waiting(int more) {
            throw new AssertionError("nothing waits");
        }

        @Override
        public void handedOver() {
            throw new AssertionError("nothing is handed over");
        }
    }

    private static final class Cell implements ByteCell {
        private byte @Nullable [] bytes;

        @Override
        public byte @Nullable [] get() {
            return bytes;
        }

        @Override
        public void put(byte[] value) {
            bytes = value;
        }

        @Override
        public void clear() {
            bytes = null;
        }
    }
}
