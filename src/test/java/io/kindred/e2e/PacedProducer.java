package io.kindred.e2e;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends lines to a topic at a rate, in a thread of its own. */
final class PacedProducer {

    private final ProcessBroker broker;
    private final String topic;
    private final int partitions;
    private final List<String> lines;
    private final int perSecond;
    private final FutureTask<Integer> task = new FutureTask<>(this::send);
    private volatile int sent;

    /**
     * With what to send.
     *
     * @param partitions of the topic, which get lines in turn
     * @param perSecond lines, at most
     */
    PacedProducer(
            ProcessBroker broker, String topic, int partitions, List<String> lines, int perSecond) {
        this.broker = broker;
        this.topic = topic;
        this.partitions = partitions;
        this.lines = lines;
        this.perSecond = perSecond;
    }

    void start() {
        Thread thread = new Thread(task, "producer of " + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** The share of the lines that are sent. */
    double progress() {
        return (double) sent / lines.size();
    }

    /** Waits until the broker has them all. */
    void await() throws InterruptedException, ExecutionException {
        task.get();
    }

    private int send() throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long nanosPerLine = TimeUnit.SECONDS.toNanos(1) / perSecond;
        try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
            List<Future<RecordMetadata>> all = new ArrayList<>();
            for (String line : lines) {
                all.add(
                        producer.send(
                                new ProducerRecord<>(
                                        topic,
                                        sent % partitions,
                                        null,
                                        line.getBytes(StandardCharsets.UTF_8))));
                sent = sent + 1;
                long ahead = start + sent * nanosPerLine - System.nanoTime();
                if (ahead > TimeUnit.MILLISECONDS.toNanos(2)) {
                    LockSupport.parkNanos(ahead);
                }
            }
            for (Future<RecordMetadata> each : all) {
                each.get();
            }
        }
        return sent;
    }
}
