package io.kindred.flink.kafka;

import io.kindred.codec.Message;
import io.kindred.codec.MessageHeader;
import io.kindred.flink.connector.RawInput;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Wraps messages as raw inputs. A value over the limit is cut. */
final class MessageDeserializer implements KafkaRecordDeserializationSchema<RawInput> {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final int maxRecordBytes;

    MessageDeserializer(String source, int maxRecordBytes) {
        this.source = source;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawInput> out) {
        byte @Nullable [] value = record.value();
        long length = value == null ? 0 : value.length;
        Message message =
                new Message(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        length > maxRecordBytes ? Arrays.copyOf(value, maxRecordBytes) : value,
                        length,
                        headers(record));
        out.collect(RawInput.of(source, message));
    }

    @Override
    public TypeInformation<RawInput> getProducedType() {
        return TypeInformation.of(RawInput.class);
    }

    private static List<MessageHeader> headers(ConsumerRecord<byte[], byte[]> record) {
        List<MessageHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new MessageHeader(header.key(), header.value()));
        }
        return headers;
    }
}
