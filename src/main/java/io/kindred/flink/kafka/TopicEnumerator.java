package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaOffsets;
import io.kindred.flink.config.KafkaTopics;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.internal.NoRestart;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds partitions, resolves where each begins and ends, and gives them to readers.
 *
 * <p>Partitions of the first start begin at the configured start; those that are found later begin
 * at their first message. Restored splits are in the state of readers, which check them themselves.
 * A source with an end reads no partitions that a topic got since its first start.
 *
 * <p>A topic with another id than before is a {@linkplain DataLosses data loss}. If the job is to
 * continue, all of its partitions are new. While the job runs, it fails once, so that all readers
 * begin anew.
 */
final class TopicEnumerator implements SplitEnumerator<TopicSplit, TopicSourceState> {

    private static final Logger LOG = LoggerFactory.getLogger(TopicEnumerator.class);
    private static final int HASH_FACTOR = 31;

    private final SourceConfig.Kafka source;
    private final SplitEnumeratorContext<TopicSplit> context;
    private final Supplier<TopicView> connect;
    private final DataLosses losses;
    private final Map<TopicPartition, TopicSplit> waiting = new LinkedHashMap<>();

    /** Replaced as a whole, because the thread that asks the broker reads it. */
    private volatile Map<String, TopicInfo> known;

    private volatile boolean isStarted;

    /** Whether this enumerator has seen the topics as they are now. */
    private boolean isDiscovered;

    private @Nullable TopicView view;

    TopicEnumerator(
            SourceConfig.Kafka source,
            SplitEnumeratorContext<TopicSplit> context,
            Supplier<TopicView> connect,
            TopicSourceState restored) {
        this.source = source;
        this.context = context;
        this.connect = connect;
        this.losses = new DataLosses(source);
        this.isStarted = restored.isStarted();
        Map<String, TopicInfo> topics = new HashMap<>(restored.known());
        topics.keySet().removeIf(topic -> !source.topics().contains(topic));
        this.known = Map.copyOf(topics);
        restored.waiting().stream()
                .filter(split -> source.topics().contains(split.topic()))
                .forEach(split -> waiting.put(split.partition(), split));
    }

    /** What a look at the topics found: the topics, and splits of partitions that were new then. */
    private record Discovery(Map<String, TopicInfo> topics, List<TopicSplit> splits) {}

    @Override
    public void start() {
        view = connect.get();
        if (source.partitionDiscovery().isZero()) {
            context.callAsync(this::discover, this::take);
        } else {
            context.callAsync(
                    this::discover, this::take, 0, source.partitionDiscovery().toMillis());
        }
    }

    /** Runs in a thread of its own, because the broker may take its time. */
    private Discovery discover() {
        TopicView now = view;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        Map<String, TopicInfo> topics = now.topics(source.topics());
        if (source.topics() instanceof KafkaTopics.Named named) {
            named.names().forEach(topic -> checkExists(topic, topics));
        }
        List<TopicPartition> found = new ArrayList<>();
        topics.forEach((topic, info) -> found.addAll(unknown(topic, info)));
        Map<TopicPartition, Long> starts =
                Positions.resolve(
                        isStarted ? KafkaOffsets.Position.EARLIEST : source.start(), found, now);
        Map<TopicPartition, Long> stops = Positions.resolve(source.end(), found, now);
        List<TopicSplit> splits = new ArrayList<>();
        for (TopicPartition partition : found) {
            splits.add(
                    new TopicSplit(
                            partition,
                            topics.get(partition.topic()).id(),
                            starts.get(partition),
                            stops.getOrDefault(partition, TopicSplit.NO_STOP)));
        }
        return new Discovery(topics, splits);
    }

    private void checkExists(String topic, Map<String, TopicInfo> topics) {
        if (topics.containsKey(topic)) {
            return;
        }
        KafkaException missing =
                new KafkaException(
                        String.format(
                                "source '%s': there is no topic '%s' at %s; create it first",
                                source.name(), topic, source.cluster().bootstrapServers()));
        // A topic that is missing later may come back, and the job may wait for it.
        throw isStarted ? missing : NoRestart.because(missing);
    }

    private List<TopicPartition> unknown(String topic, TopicInfo now) {
        TopicInfo before = known.get(topic);
        int read = 0;
        if (before != null && !TopicInfo.differ(before.id(), now.id())) {
            read = source.isBounded() ? now.partitions() : before.partitions();
        }
        List<TopicPartition> unknown = new ArrayList<>();
        for (int partition = read; partition < now.partitions(); partition++) {
            unknown.add(new TopicPartition(topic, partition));
        }
        return unknown;
    }

    private void take(@Nullable Discovery discovery, @Nullable Throwable failure) {
        if (discovery == null) {
            throw failure instanceof RuntimeException reason
                    ? reason
                    : new IllegalStateException("topics cannot be listed", failure);
        }
        Map<String, TopicInfo> before = known;
        Map<String, TopicInfo> now = new HashMap<>(before);
        discovery.topics().forEach((topic, info) -> now.put(topic, taken(topic, info, before)));
        for (TopicSplit split : discovery.splits()) {
            TopicInfo read = before.get(split.topic());
            // Another look may have found it meanwhile.
            if (read == null
                    || TopicInfo.differ(read.id(), split.topicId())
                    || split.partition().partition() >= read.partitions()) {
                LOG.info("source '{}': found {}", source.name(), split);
                waiting.put(split.partition(), split);
            }
        }
        known = Map.copyOf(now);
        isStarted = true;
        isDiscovered = true;
        assign(context.registeredReaders().keySet());
    }

    private TopicInfo taken(String topic, TopicInfo now, Map<String, TopicInfo> before) {
        TopicInfo read = before.get(topic);
        if (read == null) {
            return now;
        }
        if (TopicInfo.differ(read.id(), now.id())) {
            losses.replaced(topic, read.id(), now.id());
            if (isDiscovered) {
                throw new DataLossException(
                        String.format(
                                "source '%s': topic '%s' was deleted and made anew while it was"
                                        + " read; the restarted job reads it from its beginning",
                                source.name(), topic));
            }
            waiting.keySet().removeIf(partition -> partition.topic().equals(topic));
            return now;
        }
        Uuid id = now.id().equals(Uuid.ZERO_UUID) ? read.id() : now.id();
        return new TopicInfo(id, source.isBounded() ? read.partitions() : now.partitions());
    }

    private void assign(Set<Integer> readers) {
        if (!isDiscovered) {
            return;
        }
        Map<Integer, List<TopicSplit>> assignment = new HashMap<>();
        for (TopicSplit split : List.copyOf(waiting.values())) {
            int owner = owner(split.partition(), context.currentParallelism());
            if (readers.contains(owner)) {
                assignment.computeIfAbsent(owner, reader -> new ArrayList<>()).add(split);
                waiting.remove(split.partition());
            }
        }
        if (!assignment.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(assignment));
        }
        if (source.isBounded()) {
            readers.forEach(context::signalNoMoreSplits);
        }
    }

    /** Partitions of a topic go to readers in turn; the first is another for each topic. */
    static int owner(TopicPartition partition, int readers) {
        int first = (partition.topic().hashCode() * HASH_FACTOR & Integer.MAX_VALUE) % readers;
        return (first + partition.partition()) % readers;
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (event instanceof RediscoveryEvent) {
            context.callAsync(this::discover, this::take);
        }
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // Splits are assigned without a request.
    }

    @Override
    public void addSplitsBack(List<TopicSplit> splits, int subtaskId) {
        splits.forEach(split -> waiting.put(split.partition(), split));
        if (context.registeredReaders().containsKey(subtaskId)) {
            assign(Set.of(subtaskId));
        }
    }

    @Override
    public void addReader(int subtaskId) {
        assign(Set.of(subtaskId));
    }

    @Override
    public TopicSourceState snapshotState(long checkpointId) {
        return new TopicSourceState(isStarted, known, List.copyOf(waiting.values()));
    }

    @Override
    public void close() {
        if (view != null) {
            view.close();
        }
    }
}
