package io.kindred.cli.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.JobFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends made records to a job's input topic and watches its topic of entities, reading only what is
 * committed, until every record has been seen in an entity.
 */
public final class KafkaBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);

    private final String servers;
    private final String input;
    private final String entities;
    private final Settings settings;
    private final MadePeople people;
    // When each record was handed to the producer and when its entity was seen; 0: not yet.
    private final AtomicLongArray sent;
    private final long[] seen;

    /**
     * How much and how fast.
     *
     * @param records at least 1
     * @param perSecond records a second, greater than 0; infinite: as fast as they are taken
     * @param patience how long to wait for another entity
     */
    public record Settings(int records, double perSecond, Duration patience) {}

    /** With the topics of a job that runs. */
    public KafkaBench(String servers, String input, String entities, Settings settings) {
        this.servers = servers;
        this.input = input;
        this.entities = entities;
        this.settings = settings;
        this.people = new MadePeople(Long.toString(System.currentTimeMillis(), 36) + "-");
        this.sent = new AtomicLongArray(settings.records());
        this.seen = new long[settings.records()];
    }

    /**
     * Measures once.
     *
     * @throws JobFailedException if nothing comes out for longer than there is patience
     */
    public LatencyReport run() throws JobFailedException, InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(entities).stream()
                            .map(each -> new TopicPartition(entities, each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            FutureTask<@Nullable Void> sending = new FutureTask<>(this::send, null);
            Thread thread = new Thread(sending, "sends records");
            thread.setDaemon(true);
            thread.start();
            watch(consumer, sending);
            sending.get();
        } catch (ExecutionException e) {
            throw new JobFailedException(input, e);
        }
        return LatencyReport.of(sent, seen);
    }

    private void watch(KafkaConsumer<byte[], byte[]> consumer, FutureTask<?> sending)
            throws JobFailedException {
        int left = settings.records();
        long last = System.nanoTime();
        while (left > 0) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                int more = see(message);
                left -= more;
                last = more > 0 ? System.nanoTime() : last;
            }
            if (System.nanoTime() - last > settings.patience().toNanos()) {
                sending.cancel(true);
                throw new JobFailedException(
                        input,
                        new IllegalStateException(
                                String.format(
                                        "%d of %d records are in no entity of topic %s after %d s"
                                                + " without a new one; does the job run?",
                                        left,
                                        settings.records(),
                                        entities,
                                        settings.patience().toSeconds())));
            }
        }
    }

    /** How many records are seen for the first time in a row. */
    private int see(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return 0;
        }
        int more = 0;
        try {
            for (JsonNode record : JSON.readTree(message.value()).path("records")) {
                int number = people.number(record.path("uid").asText());
                if (number >= 0 && seen[number] == 0) {
                    seen[number] = System.nanoTime();
                    more++;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("no JSON in " + message, e);
        }
        return more;
    }

    private void send() {
        double nanosPerRecord = TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producer())) {
            long start = System.nanoTime();
            for (int i = 0;
                    i < settings.records() && !Thread.currentThread().isInterrupted();
                    i++) {
                byte[] record = people.record(i);
                long due = start + (long) (i * nanosPerRecord);
                while (due - System.nanoTime() > SHORTEST_WAIT) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.set(i, System.nanoTime());
                producer.send(new ProducerRecord<>(input, record));
            }
        }
    }

    private Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("isolation.level", "read_committed");
        properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
        properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return properties;
    }

    private Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("linger.ms", 5);
        properties.put("key.serializer", ByteArraySerializer.class.getName());
        properties.put("value.serializer", ByteArraySerializer.class.getName());
        return properties;
    }
}
