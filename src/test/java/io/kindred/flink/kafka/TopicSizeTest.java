package io.kindred.flink.kafka;

import io.kindred.flink.config.DataLossRule;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicSizeTest {

    @Test
    void aSourceReadsFromItsStartToItsEndInAllPartitions() {
        FakeTopics topics =
                new FakeTopics()
                        .topic("a", Uuid.randomUuid(), 2)
                        .topic("b", Uuid.randomUuid(), 1)
                        .topic("other", Uuid.randomUuid(), 1)
                        .offsets("a", 0, 10, 25)
                        .offsets("a", 1, 7, 7)
                        .offsets("b", 0, 0, 100)
                        .offsets("other", 0, 0, 1_000);
        assertThat(TopicSize.messages(KafkaConfigs.bounded(DataLossRule.FAIL, "a", "b"), topics))
                .isEqualTo(115);
    }
}
