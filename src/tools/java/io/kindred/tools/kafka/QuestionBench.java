package io.kindred.tools.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.tools.bench.Latency;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Sends questions about records that are already in an entity, alternately by value and by record,
 * and reads committed answers. One thread sends and one reads, while records are sent.
 */
final class QuestionBench implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(50);
    private static final char BY_VALUE = 'v';
    private static final char BY_RECORD = 'r';

    private final BenchClients clients;
    private final QuestionSettings settings;
    private final LoadGenerator generator;
    private final SeenRecords seen;
    private final KafkaConsumer<byte[], byte[]> answers;
    // When each open question was handed to the producer, in nanoseconds.
    private final Map<String, Long> open = new ConcurrentHashMap<>();
    private final FutureTask<@Nullable Void> asking = new FutureTask<>(this::ask, null);
    private final FutureTask<QuestionReport> watching = new FutureTask<>(this::watch);
    private final List<Long> byValue = new ArrayList<>();
    private final List<Long> byRecord = new ArrayList<>();
    private int found;
    private int timedOut;
    private volatile boolean isEnding;

    private QuestionBench(
            BenchClients clients,
            QuestionSettings settings,
            LoadGenerator generator,
            SeenRecords seen) {
        this.clients = clients;
        this.settings = settings;
        this.generator = generator;
        this.seen = seen;
        this.answers = clients.newMessages(settings.answers());
    }

    /** Starts the threads. The first question is sent once a record has arrived in an entity. */
    static QuestionBench start(
            BenchClients clients,
            QuestionSettings settings,
            LoadGenerator generator,
            SeenRecords seen) {
        QuestionBench bench = new QuestionBench(clients, settings, generator, seen);
        run(bench.watching, "watches answers");
        run(bench.asking, "asks questions");
        return bench;
    }

    /**
     * Stops sending questions and waits for the missing answers.
     *
     * @throws ExecutionException if no answer arrives within the patience
     */
    QuestionReport finish() throws ExecutionException, InterruptedException {
        isEnding = true;
        asking.get();
        return watching.get();
    }

    /** Stops sending questions, without waiting for answers. */
    @Override
    public void close() {
        isEnding = true;
        asking.cancel(true);
    }

    private static void run(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        SplittableRandom random = new SplittableRandom(0);
        try (KafkaProducer<byte[], byte[]> producer = clients.producer(0)) {
            Ticker ticker = new Ticker(settings.perSecond());
            for (long i = 0; !isEnding; i++) {
                ticker.await(i);
                OptionalInt number = seen.pickAny(random);
                if (number.isPresent()) {
                    char kind = i % 2 == 0 ? BY_VALUE : BY_RECORD;
                    String id = generator.uid(number.getAsInt()) + '-' + i + kind;
                    byte[] question = question(id, kind, number.getAsInt());
                    open.put(id, System.nanoTime());
                    producer.send(new ProducerRecord<>(settings.questions(), question));
                }
            }
        }
    }

    private byte[] question(String id, char kind, int number) {
        long deadline = settings.patience().toMillis();
        return kind == BY_VALUE
                ? generator.askByValue(id, deadline, number)
                : generator.askByRecord(id, deadline, number);
    }

    private QuestionReport watch() {
        try (answers) {
            long last = System.nanoTime();
            while (!asking.isCancelled() && !(asking.isDone() && open.isEmpty())) {
                for (ConsumerRecord<byte[], byte[]> message : answers.poll(POLL)) {
                    addAnswer(message);
                    last = System.nanoTime();
                }
                if (open.isEmpty()) {
                    last = System.nanoTime();
                } else if (System.nanoTime() - last > settings.patience().toNanos()) {
                    throw new IllegalStateException(
                            String.format(
                                    "%d answers are missing in topic %s, and none arrived for %d s;"
                                            + " check that the job writes answers to it",
                                    open.size(),
                                    settings.answers(),
                                    settings.patience().toSeconds()));
                }
            }
        }
        return new QuestionReport(found, timedOut, latencies(byValue), latencies(byRecord));
    }

    /** Records an answer; ignores duplicates and answers to other questions. */
    private void addAnswer(ConsumerRecord<byte[], byte[]> message) {
        long now = System.nanoTime();
        String id = new String(message.key(), StandardCharsets.UTF_8);
        Long asked = open.remove(id);
        if (asked == null) {
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(now - asked);
        (id.charAt(id.length() - 1) == BY_VALUE ? byValue : byRecord).add(millis);
        JsonNode answer;
        try {
            answer = JSON.readTree(message.value());
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + message, e);
        }
        if (answer.path("outcome").asText().equals("timeout")) {
            timedOut++;
        } else if (answer.has("entity_id") || !answer.path("matches").isEmpty()) {
            found++;
        }
    }

    private static Latency latencies(List<Long> millis) {
        return Latency.of(millis.stream().mapToLong(Long::longValue).toArray());
    }
}
