package io.kindred.flink.kafka;

import io.kindred.flink.config.DataLossRule;
import io.kindred.flink.config.KafkaOffsets;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PositionCheckTest {

    private static final Uuid ID = new Uuid(1, 2);
    private static final Uuid OTHER = new Uuid(3, 4);
    private static final String CONTINUE =
            "; with on_data_loss: continue it would read on from the first available offset";

    private final FakeTopics topics =
            new FakeTopics().topic("events", ID, 2).offsets("events", 0, 200, 1000);

    @Test
    void aSplitWhosePositionIsThereIsReadOnFromThere() {
        assertThat(check(endless(), split(200), split(1000)).toRead())
                .containsExactly(split(200), split(1000));
    }

    @Test
    void anOffsetThatWasRemovedIsAnError() {
        assertFailure(endless(), split(150))
                .hasRootCauseMessage(
                        "source 'in': topic 'events', partition 0: the saved offset is 150, the"
                                + " first available offset 200 and the end 1000: offsets 150 to"
                                + " 199 were removed before they were read"
                                + CONTINUE);
    }

    @Test
    void anOffsetBehindTheEndIsAnError() {
        assertFailure(endless(), split(1001))
                .hasRootCauseMessage(
                        "source 'in': topic 'events', partition 0: the saved offset is 1001, the"
                                + " first available offset 200 and the end 1000: the topic was"
                                + " truncated or made anew"
                                + CONTINUE);
    }

    @Test
    void anotherTopicOfTheNameIsAnErrorThoughTheOffsetIsThere() {
        topics.topic("events", OTHER, 2).offsets("events", 0, 0, 1000);

        assertFailure(endless(), split(150))
                .hasRootCauseMessage(
                        "source 'in': topic 'events' was deleted and made anew: its id was "
                                + ID
                                + " and is "
                                + OTHER
                                + CONTINUE);
    }

    @Test
    void aTopicThatIsGoneIsAnErrorThatMayPass() {
        topics.without("events");

        assertThatThrownBy(() -> check(continuing(), split(150)))
                .isInstanceOf(DataLossException.class)
                .hasMessage(
                        "source 'in': topic 'events' does not exist any more; its partition 0 was"
                                + " read up to offset 150");
    }

    @ParameterizedTest
    @CsvSource({"150", "1001"})
    void aJobThatContinuesReadsFromTheFirstOffset(long saved) {
        assertThat(check(continuing(), split(saved)).toRead()).containsExactly(split(200));
    }

    @Test
    void aJobThatContinuesDropsSplitsOfATopicThatWasMadeAnew() {
        topics.topic("events", OTHER, 2);

        PositionCheck.Checked checked = check(continuing(), split(150));

        assertThat(checked.toRead()).isEmpty();
        assertThat(checked.toKeep()).isEmpty();
        assertThat(checked.isAnyReplaced()).isTrue();
    }

    @Test
    void aTopicThatAPatternFoundMayBeGoneForGood() {
        topics.without("events");

        SourceConfig.Kafka source =
                KafkaConfigs.source(
                        new KafkaTopics.Matching("ev.*"),
                        KafkaOffsets.Position.EARLIEST,
                        DataLossRule.CONTINUE);
        assertThat(check(source, split(150)).toKeep()).containsExactly(split(150));
    }

    @Test
    void messagesThatWereReplacedAreReadAgain() {
        TopicPartition partition = new TopicPartition("events", 0);

        assertThatThrownBy(
                        () ->
                                new PositionCheck(endless(), new DataLosses(endless()))
                                        .check(
                                                List.of(split(500)),
                                                topics,
                                                Map.of(partition, 400L)))
                .hasRootCauseMessage(
                        "source 'in': topic 'events', partition 0: the saved offset is 500, the"
                                + " first available offset 200 and the end 400: the topic was"
                                + " truncated or made anew"
                                + CONTINUE);
    }

    @Test
    void aTopicThatTheJobFileDoesNotNameIsNotRead() {
        SourceConfig.Kafka other = KafkaConfigs.endless(DataLossRule.FAIL, "another");

        PositionCheck.Checked checked = check(other, split(150));

        assertThat(checked.toRead()).isEmpty();
        assertThat(checked.toKeep()).isEmpty();
    }

    @Test
    void theIdIsTakenFromTheTopicWhereItIsNotKnownYet() {
        assertThat(check(endless(), split(300).withTopicId(Uuid.ZERO_UUID)).toRead())
                .containsExactly(split(300));
    }

    @Test
    void markersOfTheFirstReleaseBecomeOffsets() {
        topics.committed("events", 0, 700).offsets("events", 1, 5, 9);
        TopicSplit atCommitted = split(KafkaPartitionSplit.COMMITTED_OFFSET);
        TopicSplit other =
                new TopicSplit(
                        new TopicPartition("events", 1),
                        ID,
                        KafkaPartitionSplit.COMMITTED_OFFSET,
                        TopicSplit.NO_STOP);

        assertThat(check(endless(), split(KafkaPartitionSplit.EARLIEST_OFFSET)).toRead())
                .containsExactly(split(200));
        assertThat(check(endless(), atCommitted, other).toRead())
                .containsExactly(split(700), other.withStart(5));
    }

    @Test
    void aRestoredSplitEndsWhereItWasToEnd() {
        assertThat(check(bounded(), split(300).withStop(400)).toRead())
                .containsExactly(split(300).withStop(400));
        assertThat(check(bounded(), split(300)).toRead())
                .containsExactly(split(300).withStop(1000));
        assertThat(check(endless(), split(300).withStop(400)).toRead()).containsExactly(split(300));
    }

    @Test
    void aSplitThatIsReadToItsEndIsKeptAndMissesNothing() {
        TopicSplit done = split(150).withStop(150);

        PositionCheck.Checked checked = check(bounded(), done);

        assertThat(checked.toRead()).isEmpty();
        assertThat(checked.toKeep()).containsExactly(done);
    }

    @Test
    void anEndThatIsNotThereAnyMoreIsAnError() {
        assertFailure(bounded(), split(300).withStop(1001))
                .hasRootCauseMessage(
                        "source 'in': topic 'events', partition 0: the source was to end at offset"
                                + " 1001, but the partition ends at 1000: the topic was truncated"
                                + " or made anew"
                                + CONTINUE);
        assertThat(
                        check(
                                        KafkaConfigs.bounded(DataLossRule.CONTINUE, "events"),
                                        split(300).withStop(1001))
                                .toRead())
                .containsExactly(split(300).withStop(1000));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFailure(
            SourceConfig.Kafka source, TopicSplit split) {
        return assertThatThrownBy(() -> check(source, split))
                .hasRootCauseInstanceOf(DataLossException.class);
    }

    private PositionCheck.Checked check(SourceConfig.Kafka source, TopicSplit... splits) {
        return new PositionCheck(source, new DataLosses(source))
                .check(List.of(splits), topics, Map.of());
    }

    private static SourceConfig.Kafka endless() {
        return KafkaConfigs.endless(DataLossRule.FAIL, "events");
    }

    private static SourceConfig.Kafka continuing() {
        return KafkaConfigs.endless(DataLossRule.CONTINUE, "events");
    }

    private static SourceConfig.Kafka bounded() {
        return KafkaConfigs.bounded(DataLossRule.FAIL, "events");
    }

    private static TopicSplit split(long start) {
        return new TopicSplit(new TopicPartition("events", 0), ID, start, TopicSplit.NO_STOP);
    }
}
