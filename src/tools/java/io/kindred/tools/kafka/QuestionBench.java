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
 * Sends questions about records that were seen, by value and by record in turn, and reads committed
 * answers. It uses two threads while records are sent.
 */
final class QuestionBench implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(50);
    private static final char BY_VALUE = 'v';
    private static final char BY_RECORD = 'r';

    private final BenchClients clients;
    private final QuestionSettings settings;
    private final MadePeople people;
    private final SeenRecords seen;
    private final KafkaConsumer<byte[], byte[]> answers;
    // The time in nanoseconds at which each open question was passed to the producer.
    private final Map<String, Long> open = new ConcurrentHashMap<>();
    private final FutureTask<@Nullable Void> asking = new FutureTask<>(this::ask, null);
    private final FutureTask<QuestionReport> watching = new FutureTask<>(this::watch);
    private final List<Long> byValue = new ArrayList<>();
    private final List<Long> byRecord = new ArrayList<>();
    private int found;
    private int timedOut;
    private volatile boolean isEnding;

    private QuestionBench(
            BenchClients clients, QuestionSettings settings, MadePeople people, SeenRecords seen) {
        this.clients = clients;
        this.settings = settings;
        this.people = people;
        this.seen = seen;
        this.answers = clients.newMessages(settings.answers());
    }

    /** Starts to ask when the first record has been seen. */
    static QuestionBench start(
            BenchClients clients, QuestionSettings settings, MadePeople people, SeenRecords seen) {
        QuestionBench bench = new QuestionBench(clients, settings, people, seen);
        run(bench.watching, "watches answers");
        run(bench.asking, "asks questions");
        return bench;
    }

    /**
     * Stops asking and waits for the missing answers.
     *
     * @throws ExecutionException if no answer arrives within the patience
     */
    QuestionReport finish() throws ExecutionException, InterruptedException {
        isEnding = true;
        asking.get();
        return watching.get();
    }

    /** Stops asking without waiting. */
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
            Ticker beat = new Ticker(settings.perSecond());
            for (long i = 0; !isEnding; i++) {
                beat.await(i);
                OptionalInt number = seen.any(random);
                if (number.isPresent()) {
                    char kind = i % 2 == 0 ? BY_VALUE : BY_RECORD;
                    String id = people.uid(number.getAsInt()) + '-' + i + kind;
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
                ? people.askByValue(id, deadline, number)
                : people.askByRecord(id, deadline, number);
    }

    private QuestionReport watch() {
        try (answers) {
            long last = System.nanoTime();
            while (!asking.isCancelled() && !(asking.isDone() && open.isEmpty())) {
                for (ConsumerRecord<byte[], byte[]> message : answers.poll(POLL)) {
                    take(message);
                    last = System.nanoTime();
                }
                if (open.isEmpty()) {
                    last = System.nanoTime();
                } else if (System.nanoTime() - last > settings.patience().toNanos()) {
                    throw new IllegalStateException(
                            String.format(
                                    "%d questions have no answer in topic %s after %d s without"
                                            + " another; does the job answer there?",
                                    open.size(),
                                    settings.answers(),
                                    settings.patience().toSeconds()));
                }
            }
        }
        return new QuestionReport(found, timedOut, latencies(byValue), latencies(byRecord));
    }

    /** Records an answer; ignores duplicates and answers to other questions. */
    private void take(ConsumerRecord<byte[], byte[]> message) {
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
            throw new IllegalStateException("no JSON in " + message, e);
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
