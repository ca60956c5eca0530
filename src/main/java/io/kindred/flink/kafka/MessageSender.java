package io.kindred.flink.kafka;

import io.kindred.flink.config.KafkaCluster;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/** Sends messages to a topic one by one, outside of a job. */
public final class MessageSender implements AutoCloseable {

    /** All replicas confirm a message; a broker that does not answer is given up soon. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "acks", "all",
                    "enable.idempotence", "true",
                    "max.block.ms", "15000",
                    "request.timeout.ms", "10000",
                    "delivery.timeout.ms", "15000");

    private final String topic;
    private final String servers;
    private final MessageLimits limits;
    private final KafkaProducer<byte[], byte[]> producer;

    private MessageSender(
            String topic,
            String servers,
            MessageLimits limits,
            KafkaProducer<byte[], byte[]> producer) {
        this.topic = topic;
        this.servers = servers;
        this.limits = limits;
        this.producer = producer;
    }

    /**
     * Connects to a broker, and checks that it has the topic.
     *
     * @param option the command line option that names the topic, for errors
     * @throws KafkaException in one line, if the broker does not answer, the topic does not exist
     *     or a property is wrong
     */
    public static MessageSender open(KafkaCluster cluster, String option, String topic) {
        Properties properties = KafkaClients.properties(cluster, DEFAULTS);
        try {
            BrokerConnection.await(properties, Duration.ZERO);
        } catch (IOException e) {
            throw new KafkaException(e.getMessage(), e);
        }
        MessageLimits limits = MessageLimits.ask(option, topic, properties);
        return new MessageSender(
                topic,
                cluster.bootstrapServers(),
                limits,
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Sends a message and waits until the brokers have confirmed it.
     *
     * @throws IOException if they do not; they may have stored it nevertheless
     */
    public void send(byte[] key, byte[] value) throws IOException {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key, value);
        try {
            limits.check(message);
            producer.send(message).get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka at " + servers + " did not confirm it: " + e.getCause().getMessage(), e);
        } catch (KafkaException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
