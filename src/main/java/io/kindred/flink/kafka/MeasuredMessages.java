package io.kindred.flink.kafka;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Refuses messages that are too long before they are sent, and a sink whose topic does not exist
 * when it starts.
 */
final class MeasuredMessages<
                T, S extends KafkaRecordSerializationSchema<T> & KafkaDatasetFacetProvider>
        implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    private final S messages;
    private final SerializableSupplier<MessageLimits> ask;
    private transient @Nullable MessageLimits limits;

    /**
     * @param ask asks the broker, once for each writer
     */
    MeasuredMessages(S messages, SerializableSupplier<MessageLimits> ask) {
        this.messages = messages;
        this.ask = ask;
    }

    /** The connector calls it twice for a writer with transactions. */
    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink)
            throws Exception {
        if (limits == null) {
            messages.open(context, sink);
            limits = ask.get();
        }
    }

    @Override
    public @Nullable ProducerRecord<byte[], byte[]> serialize(
            T row, KafkaSinkContext context, @Nullable Long timestamp) {
        ProducerRecord<byte[], byte[]> message = messages.serialize(row, context, timestamp);
        if (message != null && limits != null) {
            limits.check(message);
        }
        return message;
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return messages.getKafkaDatasetFacet();
    }
}
