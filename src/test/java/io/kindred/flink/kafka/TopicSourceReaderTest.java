package io.kindred.flink.kafka;

import io.kindred.flink.config.DataLossRule;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicSourceReaderTest {

    private static final Uuid ID = new Uuid(1, 2);
    private static final Uuid OTHER = new Uuid(3, 4);

    private final FakeTopics topics =
            new FakeTopics().topic("a", ID, 2).offsets("a", 0, 5, 10).offsets("a", 1, 0, 20);
    private final ConnectorReader connector = new ConnectorReader();
    private final List<SourceEvent> events = new ArrayList<>();
    private final Map<String, Counter> counters = new HashMap<>();
    private TopicSourceReader.@Nullable Overruns overruns;

    @Test
    void stateHasTheIdsOfTopicsAndTheOffsetsThatWereReached() {
        TopicSourceReader reader = reader(KafkaConfigs.endless(DataLossRule.FAIL, "a"));
        reader.addSplits(List.of(split(0, 6).withTopicId(Uuid.ZERO_UUID)));
        connector.reached(0, 8);

        assertThat(reader.snapshotState(1)).containsExactly(split(0, 8));
    }

    @Test
    void splitsThatAreReadToTheirEndStayInState() {
        TopicSourceReader bounded = reader(KafkaConfigs.bounded(DataLossRule.FAIL, "a"));
        bounded.addSplits(List.of(split(0, 6).withStop(9), split(1, 15).withStop(15)));
        connector.splits.clear();

        List<TopicSplit> state = bounded.snapshotState(1);

        assertThat(state)
                .containsExactlyInAnyOrder(split(0, 9).withStop(9), split(1, 15).withStop(15));
        reader(KafkaConfigs.endless(DataLossRule.FAIL, "a")).addSplits(state);
        assertThat(connector.splits.values())
                .containsExactlyInAnyOrder(split(0, 9).toConnector(), split(1, 15).toConnector());
    }

    @Test
    void theEnumeratorIsAskedToLookAgainIfATopicWasMadeAnew() {
        topics.topic("a", OTHER, 1);
        TopicSourceReader reader = reader(KafkaConfigs.endless(DataLossRule.CONTINUE, "a"));

        reader.addSplits(List.of(split(0, 6)));

        assertThat(events).containsExactly(new RediscoveryEvent());
        assertThat(reader.snapshotState(1)).isEmpty();
        assertThat(counters.get("data-losses").getCount()).isEqualTo(1);
    }

    @Test
    void aReaderThatIsOverrunGoesOnAtTheFirstOffsetAndCountsTheGap() {
        TopicSourceReader reader = reader(KafkaConfigs.endless(DataLossRule.CONTINUE, "a"));
        reader.addSplits(List.of(split(0, 5)));
        topics.offsets("a", 0, 9, 10);

        assertThat(overruns.after(overrunAt(6))).containsExactly(split(0, 9).toConnector());

        assertThat(counters.get("lost-messages").getCount()).isEqualTo(3);
        assertThat(counters.get("data-losses").getCount()).isEqualTo(1);
    }

    @Test
    void aReaderThatIsOverrunFailsUnlessTheJobFileSaysOtherwise() {
        TopicSourceReader reader = reader(KafkaConfigs.endless(DataLossRule.FAIL, "a"));
        reader.addSplits(List.of(split(0, 5)));
        topics.offsets("a", 0, 9, 10);

        assertThatThrownBy(() -> overruns.after(overrunAt(6)))
                .hasStackTraceContaining("the saved offset is 6, the first available offset 9");
    }

    @Test
    void aTopicThatIsMadeAnewWhileItIsReadRestartsTheJob() {
        TopicSourceReader reader = reader(KafkaConfigs.endless(DataLossRule.CONTINUE, "a"));
        reader.addSplits(List.of(split(0, 5)));
        topics.topic("a", OTHER, 1);

        assertThatThrownBy(() -> overruns.after(overrunAt(6)))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("a topic was deleted while it was read");
    }

    private static OffsetOutOfRangeException overrunAt(long offset) {
        return new OffsetOutOfRangeException(Map.of(new TopicPartition("a", 0), offset));
    }

    private TopicSourceReader reader(SourceConfig.Kafka source) {
        return new TopicSourceReader(
                events::add,
                new PositionCheck(source, new DataLosses(source, new Counters())),
                () -> topics,
                given -> {
                    overruns = given;
                    return connector;
                });
    }

    private static TopicSplit split(int partition, long start) {
        return new TopicSplit(new TopicPartition("a", partition), ID, start, TopicSplit.NO_STOP);
    }

    private final class Counters extends UnregisteredMetricsGroup {

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            counters.put(name, counter);
            return counter;
        }
    }

    /** Has the splits that it was given. */
    private static final class ConnectorReader
            implements SourceReader<RawInput, KafkaPartitionSplit> {

        private final Map<Integer, KafkaPartitionSplit> splits = new HashMap<>();

        void reached(int partition, long offset) {
            splits.put(partition, split(partition, offset).toConnector());
        }

        @Override
        public void addSplits(List<KafkaPartitionSplit> added) {
            added.forEach(split -> splits.put(split.getPartition(), split));
        }

        @Override
        public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
            return List.copyOf(splits.values());
        }

        @Override
        public void start() {
            // Nothing to start.
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawInput> output) {
            return InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void notifyNoMoreSplits() {
            // Nothing ends.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
