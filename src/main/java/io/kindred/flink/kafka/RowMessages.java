package io.kindred.flink.kafka;

import io.kindred.flink.operator.OutputRow;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Serialises rows as messages. The key is the output key in UTF-8, the value is the row. A
 * retraction is a tombstone, so that a compacted topic contains only current rows.
 *
 * <p>Headers: {@value #REVISION}, the revision in decimal digits, for outputs with revisions. A
 * tombstone also has {@value #ROW}, the row.
 */
final class RowMessages
        implements KafkaRecordSerializationSchema<OutputRow>, KafkaDatasetFacetProvider {

    static final String REVISION = "revision";
    static final String ROW = "row";

    private static final long serialVersionUID = 1L;

    private final String topic;

    RowMessages(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            OutputRow row, KafkaSinkContext context, @Nullable Long timestamp) {
        Headers headers = new RecordHeaders();
        if (row.revision() > 0) {
            headers.add(
                    REVISION, Long.toString(row.revision()).getBytes(StandardCharsets.US_ASCII));
        }
        if (row.gone()) {
            headers.add(ROW, row.json());
        }
        return new ProducerRecord<>(
                topic,
                null,
                row.key().getBytes(StandardCharsets.UTF_8),
                row.gone() ? null : row.json(),
                headers);
    }

    /** The topic, which Flink needs to find open transactions. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(facet(topic));
    }

    static KafkaDatasetFacet facet(String topic) {
        return new DefaultKafkaDatasetFacet(
                DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties());
    }
}
