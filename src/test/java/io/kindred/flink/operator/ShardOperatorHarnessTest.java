package io.kindred.flink.operator;

import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.RecordInput;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ChangedDeclarationException;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShardOperatorHarnessTest {

    private static final Ontology ONTOLOGY =
            RandomHistories.generate(1, RandomOptions.MIXED).ontology();
    private static final BatchConfig LONG = new BatchConfig(1000, Duration.ofMinutes(1));
    private static final int CASES = 4;

    /** Of each profile: RocksDB takes its time to restore, so that all but one are in memory. */
    private static final int RESTORED_CASES = 4;

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC);
    }

    @Test
    void flushesAFullBatch() throws Exception {
        try (Subtask subtask =
                new Subtask(ONTOLOGY, 1, new BatchConfig(3, LONG.interval())).open()) {
            subtask.take(record("a"), record("b"));
            assertThat(subtask.updates()).isEmpty();
            subtask.take(record("c"));
            assertThat(subtask.assigned()).containsExactlyInAnyOrder("a", "b", "c");
            subtask.take(record("d"), record("e"));
            assertThat(subtask.assigned()).hasSize(3);
            subtask.take(record("f"));
            assertThat(subtask.assigned()).hasSize(6).doesNotHaveDuplicates();
        }
    }

    @Test
    void countsEntitiesBeforeTheEndOfTheInput() throws Exception {
        try (Subtask subtask =
                new Subtask(ONTOLOGY, 1, new BatchConfig(2, LONG.interval())).open()) {
            subtask.take(record("a"));
            assertThat(subtask.count(Count.ENTITIES)).isZero();
            subtask.take(record("b"));
            long ofOneBatch = subtask.count(Count.ENTITIES);
            assertThat(ofOneBatch).isPositive();
            subtask.take(record("c"), record("d"));
            assertThat(subtask.count(Count.ENTITIES)).isGreaterThan(ofOneBatch);
        }
    }

    @Test
    void flushesABatchThatReachesItsLimitOfBytes() throws Exception {
        BatchConfig batch = new BatchConfig(1000, LONG.interval(), 2 * RecordBytes.of(record("a")));
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, batch).open()) {
            subtask.take(record("a"));
            assertThat(subtask.updates()).isEmpty();
            subtask.take(record("b"));
            assertThat(subtask.assigned()).containsExactlyInAnyOrder("a", "b");
            subtask.take(record("c"));
            assertThat(subtask.assigned()).hasSize(2);
        }
    }

    @Test
    void refusesASnapshotWithUnflushedRecords() throws Exception {
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).open()) {
            subtask.take(record("a"));
            subtask.checkpoint();
            subtask.take(record("b"));
            assertThatThrownBy(() -> subtask.harness.snapshot(1, 1))
                    .hasStackTraceContaining(
                            "snapshot with 1 records not flushed and 0 dirty cache entries");
        }
    }

    @Test
    void flushesABatchAfterItsInterval() throws Exception {
        BatchConfig batch = new BatchConfig(1000, Duration.ofMillis(50));
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, batch).open()) {
            subtask.harness.setProcessingTime(1000);
            subtask.take(record("a"));
            subtask.harness.setProcessingTime(1020);
            subtask.take(record("b"));
            subtask.harness.setProcessingTime(1049);
            assertThat(subtask.updates()).isEmpty();
            subtask.harness.setProcessingTime(1050);
            assertThat(subtask.assigned()).containsExactlyInAnyOrder("a", "b");

            subtask.harness.setProcessingTime(2000);
            subtask.take(record("c"));
            subtask.harness.setProcessingTime(2049);
            assertThat(subtask.assigned()).hasSize(2);
            subtask.harness.setProcessingTime(2050);
            assertThat(subtask.assigned()).contains("c");
        }
    }

    @Test
    void emitsUpdatesBeforeTheWatermark() throws Exception {
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).open()) {
            subtask.take(record("a"));
            subtask.harness.processWatermark(new Watermark(5));
            subtask.take(record("b"));
            subtask.harness.processWatermark(Watermark.MAX_WATERMARK);

            List<String> order = new ArrayList<>();
            for (Object element : subtask.harness.getOutput()) {
                String shown =
                        element instanceof Watermark
                                ? "watermark"
                                : uidOf((StreamRecord<?>) element);
                if (!shown.isEmpty()) {
                    order.add(shown);
                }
            }
            assertThat(order).containsExactly("a", "watermark", "b", "watermark");
        }
    }

    @Test
    void flushesBeforeABarrier() throws Exception {
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).open()) {
            subtask.take(record("a"));
            subtask.harness.prepareSnapshotPreBarrier(1);
            assertThat(subtask.assigned()).containsExactly("a");
        }
    }

    @Test
    void flushesAtTheEndOfTheInput() throws Exception {
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).open()) {
            subtask.take(record("a"));
            subtask.harness.endInput();
            assertThat(subtask.assigned()).containsExactly("a");
        }
    }

    @Test
    void emitsNoUpdateTwice() throws Exception {
        BatchConfig batch = new BatchConfig(2, Duration.ofMillis(50));
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, batch).open()) {
            subtask.take(record("a"), record("b"));
            int emitted = subtask.updates().size();
            subtask.harness.setProcessingTime(1000);
            subtask.harness.processWatermark(new Watermark(1));
            subtask.checkpoint();
            subtask.take(record("a"));
            subtask.checkpoint();
            subtask.harness.endInput();
            assertThat(subtask.updates()).hasSize(emitted);
        }
    }

    @Test
    void showsTheSizeOfTheLargestEntityThatWasEmitted() throws Exception {
        long largestOfAll = 0;
        for (long seed = 0; seed < CASES; seed++) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.CONTESTED.withSizes(10, 30));
            long largest =
                    new Oracle(random.ontology(), Timeline.INTEGER, random.steps())
                            .result().entities().stream()
                                    .mapToLong(entity -> entity.records().size())
                                    .max()
                                    .orElse(0);
            largestOfAll = Math.max(largestOfAll, largest);
            try (Subtask subtask = new Subtask(random.ontology(), 1, LONG).open()) {
                subtask.take(random.steps().toArray(SourceRecord[]::new));
                assertThat(subtask.largestEntity()).isZero();
                subtask.harness.endInput();
                assertThat(subtask.largestEntity()).as("seed %d", seed).isEqualTo(largest);
            }
        }
        assertThat(largestOfAll).isGreaterThan(2);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void goesOnExactlyFromSnapshots(RandomOptions options) throws Exception {
        for (long seed = 0; seed < RESTORED_CASES; seed++) {
            StateBackend backend =
                    seed == 0 ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
            RandomCase random = RandomHistories.generate(seed, options.withSizes(14, 60));
            Random dice = new Random(seed);
            FoldedUpdates folded = new FoldedUpdates();
            BatchConfig batch = new BatchConfig(1 + dice.nextInt(10), LONG.interval());
            CacheConfig cache = randomCache(seed);
            Subtask subtask = new Subtask(random.ontology(), 1, batch, cache).on(backend).open();
            try {
                for (SourceRecord step : random.steps()) {
                    subtask.take(step);
                    if (dice.nextInt(12) == 0) {
                        OperatorSubtaskState snapshot = subtask.checkpoint();
                        subtask.foldInto(folded);
                        // What is taken after the checkpoint is lost and comes again.
                        subtask.take(random.steps().get(dice.nextInt(random.steps().size())));
                        subtask.close();
                        subtask =
                                new Subtask(random.ontology(), 1, batch, cache)
                                        .on(backend)
                                        .restore(snapshot);
                    }
                }
                subtask.harness.endInput();
                subtask.foldInto(folded);
                OracleResult expected =
                        new Oracle(random.ontology(), Timeline.INTEGER, random.steps()).result();
                assertThat(folded.result()).as("seed %d", seed).isEqualTo(expected);
                assertThat(subtask.count(Count.ENTITIES))
                        .as("seed %d", seed)
                        .isEqualTo(expected.entities().size());
                assertThat(
                                subtask.count(Count.ACCEPTED)
                                        + subtask.count(Count.REPLAYED)
                                        + subtask.count(Count.OUTDATED))
                        .as("seed %d", seed)
                        .isEqualTo(random.steps().size());
            } finally {
                subtask.close();
            }
        }
    }

    @Test
    void flushesEachShardUnderItsOwnKey() throws Exception {
        int shards = 8;
        for (long seed = 0; seed < CASES; seed++) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.MIXED.withSizes(40, 120));
            Shards expected = new Shards(random, shards);
            BatchConfig batch = new BatchConfig(11, LONG.interval());
            CacheConfig cache = randomCache(seed);
            OperatorSubtaskState snapshot;
            try (Subtask subtask = new Subtask(random.ontology(), shards, batch, cache).open()) {
                subtask.take(random.steps().subList(0, 70).toArray(SourceRecord[]::new));
                snapshot = subtask.checkpoint();
                expected.fold(subtask);
                expected.check(70);
            }
            try (Subtask subtask =
                    new Subtask(random.ontology(), shards, batch, cache).restore(snapshot)) {
                assertThat(accounted(subtask)).as("seed %d", seed).isEqualTo(70);
                subtask.take(random.steps().subList(70, 120).toArray(SourceRecord[]::new));
                subtask.harness.endInput();
                expected.fold(subtask);
                expected.check(120);
                assertThat(accounted(subtask)).as("seed %d", seed).isEqualTo(120);
            }
        }
    }

    @Test
    void shardsKeepTheirStateWhenTheJobIsRescaled() throws Exception {
        int shards = 8;
        RandomCase random = RandomHistories.generate(3, RandomOptions.MIXED.withSizes(40, 120));
        Shards expected = new Shards(random, shards);
        ShardKeys keys = new ShardKeys(shards);
        OperatorSubtaskState snapshot;
        try (Subtask only = new Subtask(random.ontology(), shards, LONG).open()) {
            only.take(random.steps().subList(0, 60).toArray(SourceRecord[]::new));
            snapshot = only.checkpoint();
            expected.fold(only);
        }
        List<OperatorSubtaskState> halves = new ArrayList<>();
        long records = 0;
        for (int index = 0; index < 2; index++) {
            try (Subtask half =
                    new Subtask(random.ontology(), shards, LONG, randomCache(index), 2, index)
                            .restore(snapshot)) {
                for (SourceRecord step : random.steps().subList(60, 120)) {
                    if (shardOf(step, shards) / (shards / 2) == index) {
                        half.take(step);
                    }
                }
                halves.add(half.checkpoint());
                expected.fold(half);
                records += accounted(half);
            }
        }
        assertThat(records).isEqualTo(120);
        expected.check(120);
        OperatorSubtaskState both =
                AbstractStreamOperatorTestHarness.repackageState(
                        halves.toArray(OperatorSubtaskState[]::new));
        try (Subtask only = new Subtask(random.ontology(), shards, LONG).restore(both)) {
            assertThat(accounted(only)).isEqualTo(120);
        }
        assertThat(keys.key(0)).isNotEqualTo(keys.key(shards - 1));
    }

    @Test
    void delayedEntitiesAreEmittedAfterARestartAndAtTheEndOfTheInput() throws Exception {
        LargeEntitiesConfig large = new LargeEntitiesConfig(1, Duration.ofMinutes(1));
        BatchConfig batch = new BatchConfig(1, Duration.ofMinutes(1));
        int waited = 0;
        for (long seed = 0; seed < CASES; seed++) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.CONTESTED.withSizes(40, 90));
            Ontology ontology = random.ontology();
            OracleResult ofSixty =
                    new Oracle(ontology, Timeline.INTEGER, random.steps().subList(0, 60)).result();
            Shards expected = new Shards(random, 1);
            OperatorSubtaskState snapshot;
            try (Subtask subtask =
                    new Subtask(ontology, 1, batch, randomCache(seed), large, 1, 0)) {
                subtask.harness.setProcessingTime(1_000_000);
                subtask.open().take(random.steps().subList(0, 60).toArray(SourceRecord[]::new));
                snapshot = subtask.checkpoint();
                expected.fold(subtask);
                waited += expected.folded.get(0).result().equals(ofSixty) ? 0 : 1;
            }
            try (Subtask subtask =
                    new Subtask(ontology, 1, batch, randomCache(seed), large, 1, 0)) {
                subtask.harness.setProcessingTime(1_000_001);
                subtask.restore(snapshot);
                assertThat(subtask.updates()).isEmpty();
                // Long enough for ten times as many records as are large, and more.
                subtask.harness.setProcessingTime(1_000_000 + 60_000 * 10);
                expected.fold(subtask);
                expected.check(60);

                subtask.take(random.steps().subList(60, 90).toArray(SourceRecord[]::new));
                subtask.harness.endInput();
                expected.fold(subtask);
                expected.check(90);
            }
        }
        assertThat(waited).isPositive();
    }

    /** No time passes, so that there is a slice only after a batch. */
    @Test
    void aFillOfANewSinkIsFasterThanRecordsCome() throws Exception {
        OperatorSubtaskState snapshot;
        try (Subtask subtask = new Subtask(sinks(OutputKey.Stream.CONFLICTS)).open()) {
            subtask.take(records("before", 3_000));
            snapshot = subtask.checkpoint();
        }
        try (Subtask subtask =
                new Subtask(sinks(OutputKey.Stream.CONFLICTS, OutputKey.Stream.ASSIGNMENTS))
                        .restore(snapshot)) {
            subtask.take(records("after", 1_000));
            assertThat(subtask.assigned()).contains("after999").doesNotContain("before2999");
            subtask.take(records("last", 1_000));
            assertThat(subtask.assigned()).contains("before0", "before1500", "before2999");
        }
    }

    private static SinkStreams sinks(OutputKey.Stream... streams) {
        return new SinkStreams(Set.of(streams), Set.of());
    }

    private static SourceRecord[] records(String uid, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(uid + i))
                .toArray(SourceRecord[]::new);
    }

    @Test
    void refusesStateOfAnotherOntology() throws Exception {
        OperatorSubtaskState snapshot;
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).open()) {
            snapshot = subtask.checkpoint();
        }
        Ontology other = RandomHistories.generate(2, RandomOptions.MIXED).ontology();
        try (Subtask subtask = new Subtask(other, 1, LONG)) {
            assertThatThrownBy(() -> subtask.restore(snapshot))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasCauseInstanceOf(ChangedDeclarationException.class);
        }
    }

    /** None, one that always overflows, one that does so at times, or one that never does. */
    private static CacheConfig randomCache(long seed) {
        long[] sizes = {2_000, 1 << 20, 0, 12_000};
        return new CacheConfig(sizes[(int) (seed % sizes.length)]);
    }

    private static long accounted(Subtask subtask) {
        return subtask.count(Count.ACCEPTED)
                + subtask.count(Count.REPLAYED)
                + subtask.count(Count.OUTDATED);
    }

    private static int shardOf(RecordInput record, int shards) {
        return Math.floorMod(record.identity().uid().hashCode(), shards);
    }

    @Test
    void replacedRecordsAreCountedOnAfterARestartWithTheFirstExample() throws Exception {
        OperatorSubtaskState snapshot;
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).open()) {
            subtask.take(record("a"), unversioned("a", "x"), unversioned("b", "x"));
            snapshot = subtask.checkpoint();
            subtask.take(unversioned("b", "lost"));
        }
        try (Subtask subtask = new Subtask(ONTOLOGY, 1, LONG).restore(snapshot)) {
            subtask.take(unversioned("b", "y"), unversioned("b", "y"));
            subtask.checkpoint();

            assertThat(subtask.count(Count.REPLACED)).isEqualTo(2);
            Object replaced =
                    subtask.operator
                            .getRuntimeContext()
                            .getAccumulator(ReplacedRecords.REPLACED)
                            .getLocalValue();
            assertThat(replaced)
                    .isEqualTo(
                            Map.of(
                                    "person\u001fcrm",
                                    new Tally.Counted("person\u001fcrm", 2, "person/crm/a")));
        }
    }

    private static SourceRecord unversioned(String uid, String name) {
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", uid),
                OptionalLong.empty(),
                List.of(new Descriptor("name", name, Interval.ALWAYS)));
    }

    private static SourceRecord record(String uid) {
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", uid), OptionalLong.of(1), List.of());
    }

    /** The uid that an update assigns, empty for other updates. */
    private static String uidOf(StreamRecord<?> element) {
        OwnedUpdate owned = (OwnedUpdate) element.getValue();
        return owned.update() instanceof io.kindred.model.Update.Assigned assigned
                ? assigned.record().uid()
                : "";
    }

    /** What each shard is to say, which is the oracle's word on its records alone. */
    private static final class Shards {

        private final RandomCase random;
        private final List<FoldedUpdates> folded = new ArrayList<>();

        Shards(RandomCase random, int shards) {
            this.random = random;
            for (int shard = 0; shard < shards; shard++) {
                folded.add(new FoldedUpdates());
            }
        }

        void fold(Subtask subtask) {
            subtask.takeUpdates()
                    .forEach(owned -> folded.get(owned.owner()).accept(owned.update()));
        }

        void check(int steps) {
            TreeMap<Integer, OracleResult> expected = new TreeMap<>();
            TreeMap<Integer, OracleResult> actual = new TreeMap<>();
            for (int shard = 0; shard < folded.size(); shard++) {
                int number = shard;
                List<SourceRecord> records =
                        random.steps().subList(0, steps).stream()
                                .filter(step -> shardOf(step, folded.size()) == number)
                                .toList();
                expected.put(
                        shard, new Oracle(random.ontology(), Timeline.INTEGER, records).result());
                actual.put(shard, folded.get(shard).result());
            }
            assertThat(actual).as("seed %d", random.seed()).isEqualTo(expected);
        }
    }

    private static final class Subtask implements AutoCloseable {

        private final int shards;
        private final int parallelism;
        private final int index;
        private final ShardOperator<Input> operator;
        private final KeyedOneInputStreamOperatorTestHarness<Integer, Input, OwnedUpdate> harness;

        Subtask(Ontology ontology, int shards, BatchConfig batch) throws Exception {
            this(ontology, shards, batch, CacheConfig.DEFAULT);
        }

        Subtask(Ontology ontology, int shards, BatchConfig batch, CacheConfig cache)
                throws Exception {
            this(ontology, shards, batch, cache, 1, 0);
        }

        Subtask(
                Ontology ontology,
                int shards,
                BatchConfig batch,
                CacheConfig cache,
                int parallelism,
                int index)
                throws Exception {
            this(ontology, shards, batch, cache, LargeEntitiesConfig.DEFAULT, parallelism, index);
        }

        Subtask(
                Ontology ontology,
                int shards,
                BatchConfig batch,
                CacheConfig cache,
                LargeEntitiesConfig large,
                int parallelism,
                int index)
                throws Exception {
            this(ontology, shards, batch, cache, large, parallelism, index, SinkStreams.NONE);
        }

        /** The only shard, of a job with these sinks. */
        Subtask(SinkStreams sinks) throws Exception {
            this(ONTOLOGY, 1, LONG, CacheConfig.DEFAULT, LargeEntitiesConfig.DEFAULT, 1, 0, sinks);
        }

        private Subtask(
                Ontology ontology,
                int shards,
                BatchConfig batch,
                CacheConfig cache,
                LargeEntitiesConfig large,
                int parallelism,
                int index,
                SinkStreams sinks)
                throws Exception {
            this.shards = shards;
            this.parallelism = parallelism;
            this.index = index;
            ShardKeys keys = new ShardKeys(shards);
            operator =
                    new ShardOperator<Input>(
                            ShardRole.ONLY,
                            keys,
                            new ShardSettings(
                                    OntologyText.document(ontology),
                                    Timeline.INTEGER,
                                    batch,
                                    cache,
                                    large,
                                    sinks));
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            operator,
                            record -> keys.key(shardOf((RecordInput) record, shards)),
                            Types.INT,
                            shards,
                            parallelism,
                            index);
            harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            harness.setup(
                    FormatTypeInformation.OWNED_UPDATE.createSerializer(
                            harness.getExecutionConfig().getSerializerConfig()));
        }

        Subtask on(StateBackend backend) {
            harness.setStateBackend(backend);
            return this;
        }

        Subtask open() throws Exception {
            harness.open();
            return this;
        }

        Subtask restore(OperatorSubtaskState snapshot) throws Exception {
            harness.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            snapshot,
                            shards,
                            Math.max(1, snapshot.getManagedOperatorState().size()),
                            parallelism,
                            index));
            return open();
        }

        void take(SourceRecord... records) throws Exception {
            for (SourceRecord record : records) {
                harness.processElement(new StreamRecord<>(record));
            }
        }

        OperatorSubtaskState checkpoint() throws Exception {
            harness.prepareSnapshotPreBarrier(1);
            return harness.snapshot(1, 1);
        }

        List<OwnedUpdate> updates() {
            return harness.extractOutputValues();
        }

        List<OwnedUpdate> takeUpdates() {
            List<OwnedUpdate> updates = updates();
            harness.getOutput().clear();
            return updates;
        }

        void foldInto(FoldedUpdates folded) {
            takeUpdates().forEach(owned -> folded.accept(owned.update()));
        }

        List<String> assigned() {
            return harness.extractOutputStreamRecords().stream()
                    .map(ShardOperatorHarnessTest::uidOf)
                    .filter(uid -> !uid.isEmpty())
                    .toList();
        }

        long count(Count count) {
            return (Long)
                    operator.getRuntimeContext()
                            .getAccumulator(ShardCounts.name(count))
                            .getLocalValue();
        }

        long largestEntity() {
            return (Long)
                    operator.getRuntimeContext()
                            .getAccumulator(ShardCounts.largestEntity(ShardRole.ONLY.name()))
                            .getLocalValue();
        }

        @Override
        public void close() {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
