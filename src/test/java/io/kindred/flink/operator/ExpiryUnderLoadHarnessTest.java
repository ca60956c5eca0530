package io.kindred.flink.operator;

import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.config.Now;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 40 % of the records of a shard expire in one step while new ones come. Prints the figures. {@code
 * -Dkindred.test.records=N} sets how many records there are.
 */
@Tag("nightly")
class ExpiryUnderLoadHarnessTest {

    private static final int RECORDS = Integer.getInteger("kindred.test.records", 1_000_000);
    private static final int BATCH = 1_000;
    private static final int MEASURED = 50_000;
    private static final long STEP = Duration.ofHours(1).toMillis();
    private static final long ENDED = 10 * STEP;
    private static final long RETENTION = 10 * STEP;

    @TempDir private Path folder;

    private static final ShardKeys KEYS = new ShardKeys(1);

    private int next;

    @Test
    void newRecordsKeepAtLeastHalfOfTheirThroughput() throws Exception {
        ShardOperator<Input> operator = operator();
        try (KeyedOneInputStreamOperatorTestHarness<Integer, Input, OwnedUpdate> harness =
                harness(operator)) {
            harness.setProcessingTime(ENDED);
            harness.open();
            while (next < RECORDS) {
                batch(harness);
            }
            long sizeBefore = size(harness, 1);
            Rate normal = new Rate();
            while (normal.records < MEASURED) {
                normal.add(batch(harness));
            }

            harness.setProcessingTime(ENDED + RETENTION);
            Rate expiring = new Rate();
            while (expired(operator) < RECORDS * 2L / 5) {
                expiring.add(batch(harness));
            }
            long sizeAfter = size(harness, 2);
            long rest = RECORDS * 3L / 5 + normal.records + expiring.records;
            double left =
                    (double) sizeAfter
                            / (sizeBefore + sizeBefore / RECORDS * (rest - RECORDS * 3L / 5));
            System.out.printf(
                    "%,d records, 40 %% expired: %s; meanwhile %s (ratio %.2f). State of the shard:"
                            + " %,d bytes with %,d records, then %,d bytes with %,d; without expiry it"
                            + " would have been %.2f times as large%n",
                    RECORDS,
                    normal,
                    expiring,
                    expiring.perSecond() / normal.perSecond(),
                    sizeBefore,
                    RECORDS,
                    sizeAfter,
                    rest,
                    1 / left);
            assertThat(expiring.perSecond()).isGreaterThan(normal.perSecond() * 0.4);
            assertThat(left).isLessThan(1);
        }
    }

    /** Records, and the time that their batches took, slices included. */
    private static final class Rate {
        private int records;
        private long nanos;
        private long longest;

        void add(long batchNanos) {
            records += BATCH;
            nanos += batchNanos;
            longest = Math.max(longest, batchNanos);
        }

        double perSecond() {
            return records * 1e9 / nanos;
        }

        @Override
        public String toString() {
            return String.format(
                    "%,.0f records/s (longest batch with its slice %d ms)",
                    perSecond(), longest / 1_000_000);
        }
    }

    private long batch(KeyedOneInputStreamOperatorTestHarness<Integer, Input, OwnedUpdate> harness)
            throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < BATCH; i++) {
            harness.processElement(new StreamRecord<>(record(next++)));
        }
        long nanos = System.nanoTime() - start;
        harness.getOutput().clear();
        return nanos;
    }

    private static long size(
            KeyedOneInputStreamOperatorTestHarness<Integer, Input, OwnedUpdate> harness, long id)
            throws Exception {
        harness.prepareSnapshotPreBarrier(id);
        harness.getOutput().clear();
        return StateObjectCollection.class
                .cast(harness.snapshot(id, id).getManagedKeyedState())
                .getStateSize();
    }

    private static long expired(ShardOperator<Input> operator) {
        return (Long)
                operator.getRuntimeContext()
                        .getAccumulator(ShardCounts.name(Count.EXPIRED_RECORDS))
                        .getLocalValue();
    }

    private ShardOperator<Input> operator() {
        Ontology ontology =
                new Ontology(
                        Map.of(
                                "person",
                                new EntityTypeRules(
                                        List.of(key("email"), key("phone"), key("name")),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        new Retention(RETENTION))),
                        Map.of());
        return new ShardOperator<>(
                ShardRole.ONLY,
                KEYS,
                new ShardSettings(
                        OntologyText.document(ontology),
                        Timeline.MILLIS,
                        new BatchConfig(BATCH, Duration.ofDays(1)),
                        CacheConfig.DEFAULT,
                        LargeEntitiesConfig.DEFAULT,
                        new RetentionConfig(
                                new Now.Wall(Duration.ofMillis(STEP)), Optional.empty()),
                        SinkStreams.NONE,
                        OptionalOutputs.NONE,
                        DigestKey.random()));
    }

    private static IdentityKey key(String attribute) {
        return new IdentityKey(
                attribute, List.of(new KeyAttribute(attribute, List.of())), OptionalLong.of(1000));
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, Input, OwnedUpdate> harness(
            ShardOperator<Input> operator) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<Integer, Input, OwnedUpdate> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, record -> KEYS.key(0), Types.INT, 1, 1, 0);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.setCheckpointStorage(new FileSystemCheckpointStorage(folder.toUri()));
        harness.setup(
                FormatTypeInformation.OWNED_UPDATE.createSerializer(
                        harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    /** Every third person has two records. Of the first, two of five have ended. */
    private static SourceRecord record(int number) {
        int person = number - number % 4 / 3;
        Interval times =
                number < RECORDS && number % 5 < 2 ? new Interval(0, ENDED) : Interval.ALWAYS;
        return SourceRecord.upsert(
                new RecordIdentity("person", "crm", "C-" + number),
                OptionalLong.of(1),
                List.of(
                        new Descriptor("email", person + "@example.org", times),
                        new Descriptor("phone", "+44 20 7946 " + number, times),
                        new Descriptor("name", "Ada Lovelace " + number, times),
                        new Descriptor("street", number % 9_999 + " Saint James Square", times),
                        new Descriptor("city", "London", times)));
    }
}
