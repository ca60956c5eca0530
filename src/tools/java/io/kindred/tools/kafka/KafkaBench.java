package io.kindred.tools.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.JobFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sends generated records to a job's input topic and reads committed entities until each record is
 * in one. It can also send questions during this time.
 */
public final class KafkaBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(10);

    /** The linger time of the producer in milliseconds. */
    private static final int LINGER_MILLIS = 5;

    private final BenchClients clients;
    private final String input;
    private final String entities;
    private final Settings settings;
    private final LoadGenerator generator;
    // The time at which each record was passed to the producer; 0 before that.
    private final AtomicLongArray sent;
    private final SeenRecords seen;

    /**
     * How many records a benchmark sends, how fast, and how long it waits.
     *
     * @param records the number of records, at least 1
     * @param perSecond records per second, greater than 0; infinite: as fast as the broker accepts
     *     them
     * @param patience how long to wait for the next entity
     */
    public record Settings(int records, double perSecond, Duration patience) {}

    public KafkaBench(String servers, String input, String entities, Settings settings) {
        this.clients = new BenchClients(servers);
        this.input = input;
        this.entities = entities;
        this.settings = settings;
        this.generator = new LoadGenerator(Long.toString(System.currentTimeMillis(), 36) + "-");
        this.sent = new AtomicLongArray(settings.records());
        this.seen = new SeenRecords(settings.records());
    }

    /**
     * Runs the benchmark once, without questions.
     *
     * @throws JobFailedException if no entity arrives within the patience
     */
    public LatencyReport run() throws JobFailedException, InterruptedException {
        send();
        return LatencyReport.of(sent, seen.times(), Optional.empty());
    }

    /**
     * Runs the benchmark once, with questions about records that are already in an entity.
     *
     * @throws JobFailedException if no entity or answer arrives within the patience
     */
    public LatencyReport run(QuestionSettings questions)
            throws JobFailedException, InterruptedException {
        try (QuestionBench asking = QuestionBench.start(clients, questions, generator, seen)) {
            send();
            return LatencyReport.of(sent, seen.times(), Optional.of(asking.finish()));
        } catch (ExecutionException e) {
            throw new JobFailedException(questions.questions(), e);
        }
    }

    private void send() throws JobFailedException, InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.newMessages(entities)) {
            FutureTask<@Nullable Void> sending = new FutureTask<>(this::sendAll, null);
            Thread thread = new Thread(sending, "sends records");
            thread.setDaemon(true);
            thread.start();
            awaitRecords(consumer, sending);
            sending.get();
        } catch (ExecutionException e) {
            throw new JobFailedException(input, e);
        }
    }

    private void awaitRecords(KafkaConsumer<byte[], byte[]> consumer, FutureTask<?> sending)
            throws JobFailedException {
        long last = System.nanoTime();
        while (seen.remaining() > 0) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                last = addRecords(message) ? System.nanoTime() : last;
            }
            if (System.nanoTime() - last > settings.patience().toNanos()) {
                sending.cancel(true);
                throw new JobFailedException(
                        input,
                        new IllegalStateException(
                                String.format(
                                        "%d of %d records are missing in topic %s, and none arrived for"
                                                + " %d s; check that the job is running",
                                        seen.remaining(),
                                        settings.records(),
                                        entities,
                                        settings.patience().toSeconds())));
            }
        }
    }

    /** Records the arrival of an entity's records. Returns whether one of them is new. */
    private boolean addRecords(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return false;
        }
        boolean isNew = false;
        try {
            for (JsonNode record : JSON.readTree(message.value()).path("records")) {
                int number = generator.number(record.path("uid").asText());
                if (number >= 0 && seen.add(number, System.nanoTime())) {
                    isNew = true;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + message, e);
        }
        return isNew;
    }

    private void sendAll() {
        try (KafkaProducer<byte[], byte[]> producer = clients.producer(LINGER_MILLIS)) {
            Ticker ticker = new Ticker(settings.perSecond());
            for (int i = 0;
                    i < settings.records() && !Thread.currentThread().isInterrupted();
                    i++) {
                byte[] record = generator.record(i);
                ticker.await(i);
                sent.set(i, System.nanoTime());
                producer.send(new ProducerRecord<>(input, record));
            }
        }
    }
}
