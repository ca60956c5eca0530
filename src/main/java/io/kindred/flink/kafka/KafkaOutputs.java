package io.kindred.flink.kafka;

import io.kindred.codec.DeadLetter;
import io.kindred.flink.config.KafkaDelivery;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Makes the sinks of a job from those of its job file that write topics. */
public final class KafkaOutputs {

    /**
     * Rows of large entities are large messages. The client's limit is raised to the size of its
     * buffer, so that the broker's limit decides. Rows compress well.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    Integer.toString(32 << 20),
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4");

    /** The default timeout of Kafka clients. */
    private static final Duration BROKER_TIMEOUT = Duration.ofMinutes(1);

    private KafkaOutputs() {}

    /**
     * The sink of an output: a message for each row, with its output key as key.
     *
     * @param place of the sink in the job file, for errors
     */
    public static Sink<OutputRow> rows(String place, SinkConfig.Kafka config) {
        return sink(place, config, new RowMessages(config.topic()));
    }

    /**
     * The sink of dead letters: a message for each, cut to the greatest length.
     *
     * @param place of the sink in the job file, for errors
     */
    public static Sink<DeadLetter> deadLetters(String place, SinkConfig.Kafka config) {
        return sink(
                place, config, new DeadLetterMessages(config.topic(), config.maxMessageBytes()));
    }

    private static <T, S extends KafkaRecordSerializationSchema<T> & KafkaDatasetFacetProvider>
            Sink<T> sink(String place, SinkConfig.Kafka config, S messages) {
        Properties client = KafkaClients.properties(config.cluster(), DEFAULTS);
        KafkaSinkBuilder<T> builder =
                KafkaSink.<T>builder()
                        .setKafkaProducerConfig(client)
                        .setRecordSerializer(
                                new MeasuredMessages<>(
                                        messages,
                                        () -> MessageLimits.ask(place, config.topic(), client)));
        if (config.delivery() instanceof KafkaDelivery.ExactlyOnce exactly) {
            // Pooled transactional ids are reused, so their number on the broker does not grow with
            // time.
            return new ExactlyOnceSink<>(
                    place,
                    builder.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                            .setTransactionalIdPrefix(exactly.transactionalIdPrefix())
                            .setProperty(
                                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                                    Long.toString(exactly.timeout().toMillis()))
                            .build(),
                    client,
                    BROKER_TIMEOUT);
        }
        return builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
    }
}
