package io.kindred.resolve.emit;

import io.kindred.model.DigestKey;
import io.kindred.model.GoldenRow;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.publish.GoldenRows;
import io.kindred.resolve.publish.GoneRevisions;
import io.kindred.resolve.publish.OnlyShardRow;
import io.kindred.resolve.publish.Publisher;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ShardTables.Name;
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
import io.kindred.testkit.RecordRows;
import io.kindred.testkit.Seeds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories of a job that has sinks of golden values and of records at times and at times
 * has none, over restarts between. Whenever it has them and all is settled, the rows since the
 * sinks came are those of the oracle, each revision of a row is one more than the last, and none
 * comes twice.
 */
class AddedOutputsPropertyTest {

    private static final int CASES = Seeds.CASES / 4;
    private static final EmissionLimit LIMIT = new EmissionLimit(2, Duration.ofMillis(10));
    private static final DigestKey KEY = DigestKey.random();

    static java.util.stream.Stream<RandomOptions> profiles() {
        return java.util.stream.Stream.of(
                RandomOptions.MIXED, RandomOptions.CONTESTED, RandomOptions.SCORED);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void aSinkThatComesAndGoesHasAllRowsOnce(RandomOptions options) {
        int fills = 0;
        int retired = 0;
        for (long seed : Seeds.halfFixed(options.of(CASES))) {
            Job job = new Job(RandomHistories.generate(seed, options.withSizes(16, 60)));
            job.run();
            fills += job.fill;
            retired += job.retired;
        }
        assertThat(fills).as("fills").isPositive();
        assertThat(retired).as("retired rows").isPositive();
    }

    private static final class Job implements Publisher.Listener {
        private final RandomCase random;
        private final Random dice;
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final Map<OutputKey, Cell> published = new HashMap<>();
        private final Map<OutputKey, Cell> cells = new HashMap<>();
        private final Map<OutputKey, ByteTable> gone = new HashMap<>();
        private final Map<String, Long> revisions = new HashMap<>();
        private final Map<String, GoldenRow> shown = new HashMap<>();
        private final Map<String, Update.RecordUpsert> records = new HashMap<>();
        private FoldedUpdates others = new FoldedUpdates();
        private boolean hasSink;
        private ShardEngine engine;
        private OptionalLong position = OptionalLong.empty();
        private int fill;
        private int retired;
        private long now = 1_000;

        Job(RandomCase random) {
            this.random = random;
            this.dice = new Random(random.seed());
            this.hasSink = dice.nextBoolean();
            open();
        }

        void run() {
            List<SourceRecord> arrived = new ArrayList<>();
            for (SourceRecord step : random.steps()) {
                engine.accept(step);
                arrived.add(step);
                if (dice.nextInt(3) == 0) {
                    engine.flush(this::update);
                    slice();
                    now += dice.nextInt(8);
                }
                if (dice.nextInt(10) == 0) {
                    settle(arrived);
                    restart(dice.nextBoolean());
                }
            }
            settle(arrived);
        }

        private void settle(List<SourceRecord> arrived) {
            engine.flushAll(this::update);
            while (hasSink && (position.isPresent() || engine.lacksOutputs())) {
                slice();
            }
            if (hasSink) {
                Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, arrived);
                String where = "seed " + random.seed() + ", step " + arrived.size();
                assertThat(new HashSet<>(shown.values()))
                        .as(where)
                        .isEqualTo(oracle.goldenValues());
                assertThat(RecordRows.of(records.values())).as(where).isEqualTo(oracle.records());
                assertThat(others.result()).as(where).isEqualTo(oracle.result());
            }
        }

        private void slice() {
            if (engine.lacksOutputs()) {
                engine.addOutputs(
                        1 + dice.nextInt(4), 1 + dice.nextInt(3), ShardOutput.of(this::update));
            }
            if (position.isPresent()) {
                position =
                        engine.repeat(
                                position.getAsLong(),
                                dice.nextInt(4),
                                1 + dice.nextInt(4),
                                EnumSet.of(Stream.GOLDEN_VALUES),
                                ShardOutput.of(this::update));
            }
        }

        private void restart(boolean withSink) {
            if (withSink && !hasSink) {
                fill++;
                shown.clear();
                records.clear();
                position = OptionalLong.of(0);
            } else if (!withSink) {
                position = OptionalLong.empty();
            }
            hasSink = withSink;
            open();
        }

        private void open() {
            engine =
                    new ShardEngine(
                            new ShardState(
                                    random.ontology(),
                                    tables,
                                    true,
                                    new OptionalOutputs(hasSink, hasSink),
                                    RecordStore.HELD),
                            Timeline.INTEGER,
                            LIMIT,
                            () -> now,
                            KEY,
                            false);
            engine.tieTo("declaration", (before, after) -> java.util.Optional.empty());
        }

        private void update(EncodedUpdate update) {
            if (update.key().stream() == Stream.GOLDEN_VALUES
                    || update.key().stream() == Stream.RECORDS) {
                Cell cell = published.computeIfAbsent(update.key(), unused -> new Cell());
                new OnlyShardRow(cell, GoneRevisions.NONE, false, this)
                        .accept(new OwnedUpdate(0, update), now);
            } else {
                others.accept(update);
            }
        }

        @Override
        public void row(Update update, long revision) {
            if (update.key().stream() == Stream.RECORDS) {
                row(update, update.key().id(), revision);
                return;
            }
            new GoldenRows(
                            cells.computeIfAbsent(update.key(), unused -> new Cell()),
                            gone.computeIfAbsent(
                                    update.key(),
                                    unused -> new InMemoryShardTables().bytes(Name.META)),
                            KEY,
                            this::row)
                    .show(update, revision == 1, fill);
        }

        private void row(Update update, String id, long revision) {
            checkRevision(update, id, records.containsKey(id), revision);
            if (update instanceof Update.RecordUpsert row) {
                assertThat(records.put(id, row)).isNotEqualTo(row);
            } else {
                records.remove(id);
                retired++;
            }
        }

        private void checkRevision(Object row, String id, boolean isShown, long revision) {
            long last = revisions.getOrDefault(id, 0L);
            boolean isRepeated = revision == last && !isShown;
            assertThat(isRepeated || revision == last + 1)
                    .as("seed %d: %s as revision %d after %d", random.seed(), row, revision, last)
                    .isTrue();
            revisions.put(id, revision);
        }

        private void row(GoldenRow row, long revision) {
            checkRevision(row, row.id(), shown.containsKey(row.id()), revision);
            if (row.cell().isPresent()) {
                assertThat(shown.put(row.id(), row)).isNotEqualTo(row);
            } else {
                shown.remove(row.id());
                retired++;
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
