package io.kindred.testkit;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.HashMap;
import java.util.Map;

/** Producers that send a batch once the one before it is there. */
public final class InOrderProducers {

    private InOrderProducers() {}

    /**
     * A producer with settings of its own.
     *
     * <p>A broker that has heard nothing of a producer takes its second batch though the first was
     * turned away, as from a topic whose leader is not known yet, and from then on refuses the
     * first for being out of order, until the producer gives it up. With one batch on its way at a
     * time there is no second one.
     */
    public static KafkaProducer<byte[], byte[]> create(String servers, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", servers);
        properties.put("max.in.flight.requests.per.connection", 1);
        properties.put("key.serializer", ByteArraySerializer.class.getName());
        properties.put("value.serializer", ByteArraySerializer.class.getName());
        return new KafkaProducer<>(properties);
    }
}
