package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaTopics;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator.PartitionOffsetsRetrieverImpl;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/** Asks a broker. Errors name who asks and the broker. */
final class BrokerView implements TopicView {

    private final String asking;
    private final String servers;
    private final AdminClient admin;
    private final OffsetsInitializer.PartitionOffsetsRetriever offsets;

    private BrokerView(String asking, Properties properties) {
        this.asking = asking;
        this.servers = properties.getProperty("bootstrap.servers");
        this.admin = AdminClient.create(properties);
        this.offsets =
                new PartitionOffsetsRetrieverImpl(
                        admin, properties.getProperty(ConsumerConfig.GROUP_ID_CONFIG));
    }

    /**
     * Creates a client, which connects when it is first asked.
     *
     * @param asking the place in the job file, for errors
     */
    static BrokerView connect(String asking, Properties properties) {
        return new BrokerView(asking, properties);
    }

    @Override
    public Map<String, TopicInfo> topics(KafkaTopics topics) {
        Collection<String> names =
                topics instanceof KafkaTopics.Named named
                        ? named.names()
                        : get(admin.listTopics().names()).stream()
                                .filter(topics::contains)
                                .toList();
        Map<String, TopicInfo> found = new HashMap<>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach(
                        (name, described) -> {
                            try {
                                TopicDescription topic = get(described);
                                found.put(
                                        name,
                                        new TopicInfo(topic.topicId(), topic.partitions().size()));
                            } catch (UnknownTopicOrPartitionException e) {
                                found.remove(name);
                            }
                        });
        return found;
    }

    private <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new KafkaException(
                        asking + ": cannot reach Kafka at " + servers, e.getCause());
            }
            throw new KafkaException(
                    asking + ": Kafka at " + servers + " does not describe topics", e.getCause());
        }
    }

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
        return offsets.committedOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return offsets.endOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return offsets.beginningOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch) {
        return offsets.offsetsForTimes(timestampsToSearch);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
