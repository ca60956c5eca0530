package io.kindred.flink.kafka;

import io.kindred.flink.connector.RawInput;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The connector's reader, with a {@linkplain PositionCheck check} of all splits before they are
 * read. State has the id of the topic with each split, and keeps splits that are read to their end,
 * so that a job that is restored without an end goes on with them.
 */
final class TopicSourceReader implements SourceReader<RawInput, TopicSplit> {

    private final Consumer<SourceEvent> enumerator;
    private final PositionCheck check;
    private final Supplier<TopicView> connect;
    private final SourceReader<RawInput, KafkaPartitionSplit> reader;

    /** Splits that the connector's reader was given. The fetching thread looks into it. */
    private final Map<TopicPartition, TopicSplit> given = new ConcurrentHashMap<>();

    /** Splits that are only kept. */
    private final Map<TopicPartition, TopicSplit> kept = new HashMap<>();

    /** Creates the connector's reader around the handling of overruns. */
    interface Connector {
        SourceReader<RawInput, KafkaPartitionSplit> create(Overruns overruns);
    }

    /** Where to go on with partitions whose offsets are gone. */
    interface Overruns {
        List<KafkaPartitionSplit> after(OffsetOutOfRangeException overrun);
    }

    TopicSourceReader(
            Consumer<SourceEvent> enumerator,
            PositionCheck check,
            Supplier<TopicView> connect,
            Connector connector) {
        this.enumerator = enumerator;
        this.check = check;
        this.connect = connect;
        this.reader = connector.create(this::afterOverrun);
    }

    @Override
    public void addSplits(List<TopicSplit> splits) {
        PositionCheck.Checked checked;
        try (TopicView view = connect.get()) {
            checked = check.check(splits, view, Map.of());
        }
        checked.toKeep().forEach(split -> kept.put(split.partition(), split));
        checked.toRead().forEach(split -> given.put(split.partition(), split));
        if (!checked.toRead().isEmpty()) {
            reader.addSplits(connectorSplits(checked));
        }
        if (checked.isAnyReplaced()) {
            enumerator.accept(new RediscoveryEvent());
        }
    }

    private static List<KafkaPartitionSplit> connectorSplits(PositionCheck.Checked checked) {
        return checked.toRead().stream().map(TopicSplit::toConnector).toList();
    }

    /** Runs in the fetching thread. State follows when the next message is emitted. */
    private List<KafkaPartitionSplit> afterOverrun(OffsetOutOfRangeException overrun) {
        List<TopicSplit> overrunSplits = new ArrayList<>();
        overrun.offsetOutOfRangePartitions()
                .forEach(
                        (partition, offset) ->
                                overrunSplits.add(given.get(partition).withStart(offset)));
        Map<TopicPartition, Long> truncatedAt = new HashMap<>();
        if (overrun instanceof LogTruncationException truncation) {
            for (Map.Entry<TopicPartition, OffsetAndMetadata> each :
                    truncation.divergentOffsets().entrySet()) {
                truncatedAt.put(each.getKey(), each.getValue().offset());
            }
        }
        try (TopicView view = connect.get()) {
            PositionCheck.Checked checked = check.check(overrunSplits, view, truncatedAt);
            if (checked.toRead().size() < overrunSplits.size()) {
                throw new DataLossException(
                        "a topic was deleted while it was read; the restarted job reads what there"
                                + " is then: "
                                + overrun.getMessage());
            }
            return connectorSplits(checked);
        }
    }

    @Override
    public List<TopicSplit> snapshotState(long checkpointId) {
        Map<TopicPartition, KafkaPartitionSplit> current = new HashMap<>();
        for (KafkaPartitionSplit split : reader.snapshotState(checkpointId)) {
            current.put(split.getTopicPartition(), split);
        }
        List<TopicSplit> splits = new ArrayList<>(kept.values());
        for (TopicSplit split : given.values()) {
            KafkaPartitionSplit now = current.get(split.partition());
            splits.add(split.withStart(now == null ? split.stop() : now.getStartingOffset()));
        }
        return splits;
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawInput> output) throws Exception {
        return reader.pollNext(output);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return reader.isAvailable();
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<String> splitsToPause, Collection<String> splitsToResume) {
        reader.pauseOrResumeSplits(splitsToPause, splitsToResume);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}
