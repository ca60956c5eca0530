package io.kindred.tools.follow;

import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.kafka.RemovedMessagesException;
import io.kindred.flink.kafka.TopicFollower;
import io.kindred.flink.kafka.TopicFollower.Message;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the topics of outputs on one cluster. Messages of a key are in one partition, so each
 * replaces the one before. If messages were removed before they were read, or the topic was made
 * anew, all is read again.
 */
final class TopicFeed implements Feed {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final String PREFIX = "topic/";
    private static final String ID_PREFIX = "topic-id/";

    private final Map<String, Output> byTopic;
    private final TopicFollower follower;

    private TopicFeed(Map<String, Output> byTopic, TopicFollower follower) {
        this.byTopic = Map.copyOf(byTopic);
        this.follower = follower;
    }

    /**
     * Connects to the topics, from where the store is.
     *
     * @throws IOException if the broker does not answer
     */
    static TopicFeed open(KafkaCluster cluster, Map<String, Output> byTopic, OutputStore store)
            throws IOException {
        Map<String, Long> positions = new HashMap<>();
        store.positions(PREFIX)
                .forEach(
                        (name, at) ->
                                positions.put(name.substring(PREFIX.length()), Long.parseLong(at)));
        Map<String, Uuid> ids = new HashMap<>();
        store.positions(ID_PREFIX)
                .forEach(
                        (name, id) ->
                                ids.put(name.substring(ID_PREFIX.length()), Uuid.fromString(id)));
        return new TopicFeed(
                byTopic, TopicFollower.open(cluster, byTopic.keySet(), positions, ids, WAIT));
    }

    @Override
    public Read read() throws IOException {
        List<Message> messages;
        try {
            messages = follower.poll();
        } catch (RemovedMessagesException removed) {
            LOG.warn("{}", removed.getMessage());
            return Read.ANEW;
        }
        List<FedRow> rows = new ArrayList<>();
        Map<String, String> positions = new HashMap<>();
        if (!messages.isEmpty()) {
            follower.ids().forEach((name, id) -> positions.put(ID_PREFIX + name, id.toString()));
        }
        for (Message message : messages) {
            positions.put(PREFIX + message.place(), Long.toString(message.offset() + 1));
            Output output = byTopic.get(message.topic());
            if (output != null && message.row().length > 0) {
                rows.add(
                        new FedRow(
                                output,
                                message.row(),
                                message.timestamp(),
                                true,
                                message.place(),
                                message.offset()));
            }
        }
        return Read.of(rows, positions, follower.completeTo(), follower.isBehind());
    }

    @Override
    public String place(FedRow row) {
        return row.source() + ", offset " + row.position();
    }

    @Override
    public void restart() {
        follower.seekToBeginning();
    }

    @Override
    public void close() {
        follower.close();
    }
}
