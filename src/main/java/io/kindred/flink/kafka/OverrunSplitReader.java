package io.kindred.flink.kafka;

import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaPartitionSplitReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;

/** Reads partitions, and notices when messages are removed before they are read. */
final class OverrunSplitReader extends KafkaPartitionSplitReader {

    private final Function<OffsetOutOfRangeException, List<KafkaPartitionSplit>> onOverrun;

    /**
     * @param properties with {@code auto.offset.reset: none}
     * @param onOverrun fails, or returns where to go on with the partitions of the exception
     */
    OverrunSplitReader(
            Properties properties,
            SourceReaderContext context,
            KafkaSourceReaderMetrics metrics,
            Function<OffsetOutOfRangeException, List<KafkaPartitionSplit>> onOverrun) {
        super(properties, context, metrics);
        this.onOverrun = onOverrun;
    }

    @Override
    public RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetch() throws IOException {
        while (true) {
            try {
                return super.fetch();
            } catch (OffsetOutOfRangeException e) {
                // Adding a split again moves the consumer to its start.
                handleSplitsChanges(new SplitsAddition<>(onOverrun.apply(e)));
            }
        }
    }
}
