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
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** All records of an entity type are in one lane, which must have all of the cache if need be. */
class ReconcileLargeEntityHarnessTest {

    private static final int LARGE = (int) LargeEntitiesConfig.DEFAULT.records() + 200;

    private static final Ontology BY_EMAIL = Sample.byEmail(OptionalLong.empty());

    private final RecordedMetrics metrics = new RecordedMetrics();
    private long now = 1_000;

    @Test
    void cachesALargeEntityWithTheDefaults() throws Exception {
        ShardKeys keys = new ShardKeys(ReconcileLanes.COUNT);
        try (KeyedOneInputStreamOperatorTestHarness<Integer, ShardMessage, OwnedUpdate> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new ShardOperator<>(
                                ShardRole.RECONCILE,
                                keys,
                                new ShardSettings(
                                        OntologyText.document(BY_EMAIL),
                                        Timeline.INTEGER,
                                        new BatchConfig(2 * LARGE, Duration.ofMinutes(1)),
                                        CacheConfig.DEFAULT,
                                        LargeEntitiesConfig.DEFAULT,
                                        SinkStreams.NONE)),
                        message -> keys.key(((ShardMessage.RecordChange) message).shard()),
                        Types.INT,
                        new MockEnvironmentBuilder()
                                .setMetricGroup(metrics.group())
                                .setMaxParallelism(ReconcileLanes.COUNT)
                                .build())) {
            harness.setup(
                    FormatTypeInformation.OWNED_UPDATE.createSerializer(
                            harness.getExecutionConfig().getSerializerConfig()));
            harness.setProcessingTime(now);
            harness.open();
            for (int i = 0; i < LARGE; i++) {
                harness.processElement(record(i));
            }
            flush(harness);
            // What was put in last is at hand: only a later batch reads records.
            harness.processElement(record(LARGE));
            flush(harness);
            long before = metrics.count("state.records.hits");
            int updates = harness.extractOutputValues().size();

            harness.processElement(record(LARGE + 1));
            flush(harness);

            assertThat(harness.extractOutputValues()).hasSizeGreaterThan(updates);
            assertThat(metrics.count("state.records.hits") - before).isLessThan(10);
        }
    }

    /** Ends the batch, so late that a large entity need not wait. */
    private void flush(KeyedOneInputStreamOperatorTestHarness<?, ?, ?> harness) throws Exception {
        now += 2 * LargeEntitiesConfig.DEFAULT.emissionInterval().toMillis();
        harness.setProcessingTime(now);
        harness.processWatermark(new Watermark(now));
    }

    private static StreamRecord<ShardMessage> record(int number) {
        return new StreamRecord<>(
                new ShardMessage.RecordChange(
                        ReconcileLanes.lane("person"),
                        SourceRecord.upsert(
                                new RecordIdentity("person", "crm", "C-" + number),
                                OptionalLong.of(1),
                                List.of(new Descriptor("email", "all@x.org", Interval.ALWAYS)))));
    }
}
