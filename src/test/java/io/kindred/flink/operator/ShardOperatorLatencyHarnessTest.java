package io.kindred.flink.operator;

import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ShardOperatorLatencyHarnessTest {

    private static final SourceRecord RECORD =
            RandomHistories.generate(1, RandomOptions.MIXED).steps().get(0);

    @Test
    void aLatencyMarkerIsForwardedAfterTheUpdatesOfItsBatch() throws Exception {
        Ontology ontology = RandomHistories.generate(1, RandomOptions.MIXED).ontology();
        ShardKeys keys = new ShardKeys(1);
        ShardOperator operator =
                new ShardOperator<>(
                        ShardRole.ONLY,
                        keys,
                        new ShardSettings(
                                OntologyText.document(ontology),
                                Timeline.INTEGER,
                                new BatchConfig(1000, Duration.ofMinutes(1)),
                                CacheConfig.DEFAULT,
                                LargeEntitiesConfig.DEFAULT,
                                SinkStreams.NONE));
        try (KeyedOneInputStreamOperatorTestHarness<Integer, SourceRecord, OwnedUpdate> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, record -> keys.key(0), Types.INT, 1, 1, 0)) {
            harness.setup(
                    FormatTypeInformation.OWNED_UPDATE.createSerializer(
                            harness.getExecutionConfig().getSerializerConfig()));
            harness.open();

            operator.processLatencyMarker(marker(1));
            assertThat(harness.getOutput()).hasSize(1);
            harness.processElement(new StreamRecord<>(RECORD));
            operator.processLatencyMarker(marker(2));
            operator.processLatencyMarker(marker(3));
            assertThat(harness.getOutput()).hasSize(1);

            harness.prepareSnapshotPreBarrier(1);
            List<Object> out = List.copyOf(harness.getOutput());
            assertThat(out.size()).isGreaterThan(3);
            assertThat(out.subList(1, out.size() - 2)).allMatch(StreamRecord.class::isInstance);
            assertThat(out.subList(out.size() - 2, out.size()))
                    .extracting(each -> ((LatencyMarker) each).getMarkedTime())
                    .containsExactly(2L, 3L);
        }
    }

    private static LatencyMarker marker(long time) {
        return new LatencyMarker(time, new OperatorID(), 0);
    }
}
