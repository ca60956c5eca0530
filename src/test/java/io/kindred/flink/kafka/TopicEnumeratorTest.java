package io.kindred.flink.kafka;

import io.kindred.flink.config.DataLossRule;
import io.kindred.flink.config.KafkaOffsets;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.api.connector.source.mocks.MockSplitEnumeratorContext;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicEnumeratorTest {

    private static final Uuid ID = new Uuid(1, 2);
    private static final Uuid OTHER = new Uuid(3, 4);
    private static final TopicSourceState READ =
            new TopicSourceState(true, Map.of("a", new TopicInfo(ID, 2)), List.of());

    private final MockSplitEnumeratorContext<TopicSplit> context =
            new MockSplitEnumeratorContext<>(1);
    private final FakeTopics topics =
            new FakeTopics().topic("a", ID, 2).offsets("a", 0, 5, 10).offsets("a", 1, 6, 20);

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @Test
    void startsAreOffsetsFromTheFirstTimeOn() throws Throwable {
        topics.committed("a", 1, 8);

        start(endless(KafkaOffsets.Position.COMMITTED), TopicSourceState.empty());

        assertThat(assigned()).containsExactly(split("a", 0, 5), split("a", 1, 8));
    }

    @Test
    void partitionsAndTopicsThatComeLaterBeginAtTheirFirstOffset() throws Throwable {
        SourceConfig.Kafka matching =
                KafkaConfigs.source(
                        new KafkaTopics.Matching("[a-z]"),
                        KafkaOffsets.Position.LATEST,
                        DataLossRule.FAIL);
        TopicEnumerator enumerator = start(matching, TopicSourceState.empty());
        topics.topic("a", ID, 3).offsets("a", 2, 1, 4).topic("b", OTHER, 1).topic("C", ID, 1);

        context.runPeriodicCallable(0);

        assertThat(assigned())
                .containsExactly(
                        split("a", 0, 10),
                        split("a", 1, 20),
                        split("a", 2, 1),
                        new TopicSplit(new TopicPartition("b", 0), OTHER, 0, TopicSplit.NO_STOP));
        assertThat(enumerator.snapshotState(1).known())
                .isEqualTo(Map.of("a", new TopicInfo(ID, 3), "b", new TopicInfo(OTHER, 1)));
    }

    @Test
    void whatIsKnownIsNotAssignedAgainAfterARestore() throws Throwable {
        topics.topic("b", OTHER, 1);

        TopicEnumerator enumerator = start(KafkaConfigs.endless(DataLossRule.FAIL, "a", "b"), READ);

        assertThat(assigned()).extracting(TopicSplit::topic).containsExactly("b");
        assertThat(enumerator.snapshotState(1).waiting()).isEmpty();
    }

    @Test
    void whatNoReaderHadIsAssignedAfterARestoreAsItWas() throws Throwable {
        TopicSplit waiting = split("a", 1, 3).withStop(4);
        TopicSplit ofAnother =
                new TopicSplit(new TopicPartition("gone", 0), ID, 3, TopicSplit.NO_STOP);

        start(
                KafkaConfigs.bounded(DataLossRule.FAIL, "a"),
                new TopicSourceState(true, READ.known(), List.of(waiting, ofAnother)));

        assertThat(assigned()).containsExactly(waiting);
    }

    @Test
    void aSourceWithAnEndIsToldThatThereIsNoMore() throws Throwable {
        start(KafkaConfigs.bounded(DataLossRule.FAIL, "a"), TopicSourceState.empty());

        assertThat(assigned())
                .containsExactly(split("a", 0, 5).withStop(10), split("a", 1, 6).withStop(20));
        assertThat(context.hasNoMoreSplits(0)).isTrue();
    }

    @Test
    void aRestoredSourceWithAnEndIsToldSoTooAndReadsNoNewPartitions() throws Throwable {
        topics.topic("a", ID, 3);

        start(KafkaConfigs.bounded(DataLossRule.FAIL, "a"), READ);

        assertThat(assigned()).isEmpty();
        assertThat(context.hasNoMoreSplits(0)).isTrue();
    }

    @Test
    void aTopicThatIsNotNamedAnyMoreIsForgotten() throws Throwable {
        topics.topic("b", OTHER, 1);

        TopicEnumerator enumerator = start(KafkaConfigs.endless(DataLossRule.FAIL, "b"), READ);

        assertThat(enumerator.snapshotState(1).known()).containsOnlyKeys("b");
    }

    @Test
    void theIdIsRememberedFromTheFirstLookOn() throws Throwable {
        TopicSourceState ofFirstRelease =
                new TopicSourceState(
                        true, Map.of("a", new TopicInfo(Uuid.ZERO_UUID, 2)), List.of());

        TopicEnumerator enumerator = start(endless(KafkaOffsets.Position.EARLIEST), ofFirstRelease);

        assertThat(assigned()).isEmpty();
        assertThat(enumerator.snapshotState(1)).isEqualTo(READ);
    }

    @Test
    void aTopicThatWasMadeAnewIsAnError() {
        topics.topic("a", OTHER, 2);

        assertThatThrownBy(() -> start(endless(KafkaOffsets.Position.EARLIEST), READ))
                .hasStackTraceContaining("topic 'a' was deleted and made anew: its id was " + ID);
    }

    @Test
    void aJobThatContinuesReadsATopicThatWasMadeAnewFromItsBeginning() throws Throwable {
        topics.topic("a", OTHER, 1).offsets("a", 0, 0, 3);

        TopicEnumerator enumerator = start(KafkaConfigs.endless(DataLossRule.CONTINUE, "a"), READ);

        assertThat(assigned()).containsExactly(split("a", 0, 0).withTopicId(OTHER));
        assertThat(enumerator.snapshotState(1).known())
                .isEqualTo(Map.of("a", new TopicInfo(OTHER, 1)));
    }

    @Test
    void aTopicThatIsMadeAnewWhileTheJobRunsRestartsIt() throws Throwable {
        TopicEnumerator enumerator = start(KafkaConfigs.endless(DataLossRule.CONTINUE, "a"), READ);
        topics.topic("a", OTHER, 2);

        enumerator.handleSourceEvent(0, new RediscoveryEvent());

        assertThatThrownBy(context::runNextOneTimeCallable)
                .hasStackTraceContaining("was deleted and made anew while it was read");
    }

    @Test
    void aTopicThatDoesNotExistEndsTheFirstStartForGood() {
        assertThatThrownBy(
                        () ->
                                start(
                                        KafkaConfigs.endless(DataLossRule.FAIL, "nope"),
                                        TopicSourceState.empty()))
                .hasStackTraceContaining("SuppressRestarts")
                .hasStackTraceContaining(
                        "source 'in': there is no topic 'nope' at broker:9092; create it first");
    }

    @Test
    void splitsThatAReaderLostAreAssignedAgain() throws Throwable {
        TopicEnumerator enumerator =
                start(endless(KafkaOffsets.Position.EARLIEST), TopicSourceState.empty());

        enumerator.addSplitsBack(List.of(split("a", 1, 6)), 0);

        assertThat(assigned())
                .containsExactly(split("a", 0, 5), split("a", 1, 6), split("a", 1, 6));
    }

    private TopicEnumerator start(SourceConfig.Kafka source, TopicSourceState restored)
            throws Throwable {
        TopicEnumerator enumerator = new TopicEnumerator(source, context, () -> topics, restored);
        context.registerReader(new ReaderInfo(0, "here"));
        enumerator.start();
        enumerator.addReader(0);
        if (source.isBounded()) {
            context.runNextOneTimeCallable();
        } else {
            context.runPeriodicCallable(0);
        }
        return enumerator;
    }

    private List<TopicSplit> assigned() {
        return context.getSplitsAssignmentSequence().stream()
                .map(SplitsAssignment::assignment)
                .flatMap(each -> each.values().stream())
                .flatMap(List::stream)
                .sorted(
                        Comparator.comparing(TopicSplit::topic)
                                .thenComparing(split -> split.partition().partition()))
                .toList();
    }

    private static SourceConfig.Kafka endless(KafkaOffsets start) {
        return KafkaConfigs.source(KafkaConfigs.named("a"), start, DataLossRule.FAIL);
    }

    private static TopicSplit split(String topic, int partition, long start) {
        return new TopicSplit(new TopicPartition(topic, partition), ID, start, TopicSplit.NO_STOP);
    }
}
