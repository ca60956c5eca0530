package io.kindred.flink.operator;

import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.Sample;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the shard operator tells of its accesses to state, and so when it writes. */
class StateMetricsHarnessTest {

    private static final Ontology BY_EMAIL = Sample.byEmail(OptionalLong.of(1000));

    private final RecordedMetrics metrics = new RecordedMetrics();
    private long watermark;
    private KeyedOneInputStreamOperatorTestHarness<Integer, SourceRecord, OwnedUpdate> harness;

    @BeforeEach
    void open() throws Exception {
        ShardKeys keys = new ShardKeys(1);
        ShardOperator operator =
                new ShardOperator<>(
                        ShardRole.ONLY,
                        keys,
                        new ShardSettings(
                                OntologyText.document(BY_EMAIL),
                                Timeline.INTEGER,
                                new BatchConfig(1000, Duration.ofMinutes(1)),
                                CacheConfig.DEFAULT,
                                LargeEntitiesConfig.DEFAULT,
                                SinkStreams.NONE));
        MockEnvironment environment =
                new MockEnvironmentBuilder()
                        .setMetricGroup(metrics.group())
                        .setMaxParallelism(1)
                        .build();
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, record -> keys.key(0), Types.INT, environment);
        harness.setup(
                FormatTypeInformation.OWNED_UPDATE.createSerializer(
                        harness.getExecutionConfig().getSerializerConfig()));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void writesNewEntriesWithTheBatchAndChangedOnesBeforeABarrier() throws Exception {
        takeBatch("a", "b");
        assertThat(metrics.count("state.records.puts")).isEqualTo(2);
        assertThat(metrics.count("state.key-postings.puts")).isEqualTo(1);

        takeBatch("c");
        takeBatch("d");
        assertThat(metrics.count("state.records.puts")).isEqualTo(4);
        assertThat(metrics.count("state.key-postings.puts")).isEqualTo(1);

        long written = metrics.count("cache.dirty-writes");
        harness.prepareSnapshotPreBarrier(1);
        assertThat(metrics.count("state.key-postings.puts")).isEqualTo(2);
        assertThat(metrics.count("cache.dirty-writes")).isGreaterThanOrEqualTo(written + 2);
        written = metrics.count("cache.dirty-writes");
        harness.prepareSnapshotPreBarrier(2);
        assertThat(metrics.count("cache.dirty-writes")).isEqualTo(written);
    }

    @Test
    void countsAccessesOfEachState() throws Exception {
        takeBatch("a", "b", "a");
        takeBatch("a");
        assertThat(metrics.count("state.record-ids.misses")).isEqualTo(2);
        assertThat(metrics.count("state.record-ids.hits")).isEqualTo(1);
        assertThat(metrics.count("state.record-ids.puts")).isEqualTo(2);
        assertThat(metrics.count("state.record-ids.removes")).isZero();
        assertThat(metrics.names())
                .contains(
                        "state.value-postings.puts",
                        "state.value-postings.removes",
                        "state.value-postings.scans",
                        "state.value-postings.walked");
    }

    @Test
    void reportsMetricsOfTheCache() throws Exception {
        takeBatch("a");
        takeBatch("b");
        takeBatch("c");
        long misses = metrics.count("cache.misses");
        long hits = metrics.count("cache.hits");
        takeBatch("d");
        assertThat(metrics.count("cache.misses")).isEqualTo(misses);
        assertThat(metrics.count("cache.hits")).isGreaterThan(hits);
        assertThat(metrics.count("cache.evictions")).isZero();
        assertThat((Long) ((Gauge<?>) metrics.get("cache.bytes")).getValue()).isPositive();
    }

    @Test
    void countersCannotBeChangedFromOutside() {
        Counter counter = (Counter) metrics.get("cache.hits");
        for (Runnable move :
                List.<Runnable>of(
                        counter::inc, counter::dec, () -> counter.inc(2), () -> counter.dec(2))) {
            assertThatThrownBy(move::run).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    /** Records of one e-mail address in a batch of their own. */
    private void takeBatch(String... uids) throws Exception {
        for (String uid : uids) {
            harness.processElement(
                    new StreamRecord<>(
                            SourceRecord.upsert(
                                    new RecordIdentity("person", "crm", uid),
                                    OptionalLong.of(1),
                                    List.of(
                                            new Descriptor(
                                                    "email", "all@x.org", Interval.ALWAYS)))));
        }
        harness.processWatermark(new Watermark(++watermark));
    }
}
