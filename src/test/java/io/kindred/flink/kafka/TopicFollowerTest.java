package io.kindred.flink.kafka;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicFollowerTest {

    @Test
    void closesAllEvenIfTheConsumerFails() {
        AtomicBoolean isClosed = new AtomicBoolean();
        FakeTopics view = new FakeTopics(() -> isClosed.set(true));
        MockConsumer<byte[], byte[]> failing =
                new MockConsumer<>("none") {
                    @Override
                    public void close(Duration timeout) {
                        throw new KafkaException("it fails");
                    }
                };
        TopicFollower follower =
                new TopicFollower(
                        Set.of("t"), "broker", Map.of(), Map.of(), Duration.ZERO, view, failing);
        Thread.currentThread().interrupt();
        assertThatThrownBy(follower::close).isInstanceOf(KafkaException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(isClosed).isTrue();
    }
}
