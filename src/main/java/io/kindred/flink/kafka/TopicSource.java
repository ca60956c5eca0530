package io.kindred.flink.kafka;

import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter;
import org.apache.flink.connector.kafka.source.reader.KafkaSourceReader;
import org.apache.flink.connector.kafka.source.reader.fetcher.KafkaSourceFetcherManager;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.Properties;

/**
 * A source of Kafka topics that never loses its place in silence. It reads with the connector's
 * reader and adds what the connector does not do:
 *
 * <ul>
 *   <li>offsets that are not available any more, and topics that were made anew, are errors;
 *   <li>a restored source with an end ends where it was to end;
 *   <li>only the topics of the job file are read, whatever the state has.
 * </ul>
 *
 * <p>State: {@link TopicSplitSerializer} and {@link TopicSourceStateSerializer}. Both read the
 * state of the connector's source, which the first release used.
 */
final class TopicSource implements Source<RawInput, TopicSplit, TopicSourceState> {

    private static final long serialVersionUID = 1L;

    private final SourceConfig.Kafka config;
    private final Properties client;

    /**
     * @param client the properties of its consumers
     */
    TopicSource(SourceConfig.Kafka config, Properties client) {
        this.config = config;
        this.client = client;
    }

    @Override
    public Boundedness getBoundedness() {
        return config.isBounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<RawInput, TopicSplit> createReader(SourceReaderContext context) {
        PositionCheck check =
                new PositionCheck(config, new DataLosses(config, context.metricGroup()));
        return new TopicSourceReader(
                context::sendSourceEventToCoordinator,
                check,
                () -> connect("-check-" + context.getIndexOfSubtask()),
                overruns -> connectorReader(context, overruns));
    }

    private SourceReader<RawInput, KafkaPartitionSplit> connectorReader(
            SourceReaderContext context, TopicSourceReader.Overruns overruns) {
        FutureCompletingBlockingQueue<RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>>> queue =
                new FutureCompletingBlockingQueue<>();
        KafkaSourceReaderMetrics metrics = new KafkaSourceReaderMetrics(context.metricGroup());
        Configuration options = new Configuration();
        client.stringPropertyNames()
                .forEach(name -> options.setString(name, client.getProperty(name)));
        return new KafkaSourceReader<>(
                queue,
                new KafkaSourceFetcherManager(
                        queue,
                        () -> new OverrunSplitReader(client, context, metrics, overruns::after),
                        finished -> {}),
                new KafkaRecordEmitter<>(
                        new MessageDeserializer(config.name(), config.maxRecordBytes())),
                options,
                context,
                metrics);
    }

    @Override
    public SplitEnumerator<TopicSplit, TopicSourceState> createEnumerator(
            SplitEnumeratorContext<TopicSplit> context) {
        return restoreEnumerator(context, TopicSourceState.empty());
    }

    @Override
    public SplitEnumerator<TopicSplit, TopicSourceState> restoreEnumerator(
            SplitEnumeratorContext<TopicSplit> context, TopicSourceState state) {
        return new TopicEnumerator(config, context, () -> connect("-enumerator"), state);
    }

    private TopicView connect(String suffix) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.setProperty(
                "client.id", client.getProperty(KafkaInputs.CLIENT_ID_PREFIX) + suffix);
        return BrokerView.connect("source '" + config.name() + "'", properties);
    }

    @Override
    public SimpleVersionedSerializer<TopicSplit> getSplitSerializer() {
        return new TopicSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<TopicSourceState> getEnumeratorCheckpointSerializer() {
        return new TopicSourceStateSerializer();
    }
}
