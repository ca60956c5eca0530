package io.kindred.testkit;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;

/** A Kafka broker in this process, which is its own controller. */
public final class KafkaBroker implements KafkaTopics, AutoCloseable {

    /** Greater than any message of a test. */
    public static final int MAX_MESSAGE_BYTES = 32 << 20;

    private static final int SCRAM_ITERATIONS = 4096;

    private final KafkaRaftServer server;
    private final String servers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private KafkaBroker(KafkaRaftServer server, String servers) {
        this.server = server;
        this.servers = servers;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
        this.producer = newProducer(Map.of());
    }

    /** Starts a broker that keeps its data in a folder. */
    public static KafkaBroker start(Path folder) throws IOException {
        int port = FreePorts.next();
        return start(folder, port, properties(folder, port, FreePorts.next()));
    }

    /** The same with one listener more, for what is not the test itself. */
    public static KafkaBroker start(Path folder, SecuredListener secured) throws Exception {
        int port = FreePorts.next();
        Properties properties = properties(folder, port, FreePorts.next());
        String listener = String.format(",%s://127.0.0.1:%d", SecuredListener.NAME, secured.port());
        properties.merge("listeners", listener, KafkaBroker::joined);
        properties.merge("advertised.listeners", listener, KafkaBroker::joined);
        properties.merge(
                "listener.security.protocol.map",
                "," + SecuredListener.NAME + ":SASL_SSL",
                KafkaBroker::joined);
        properties.putAll(secured.properties());
        KafkaBroker broker = start(folder, port, properties);
        broker.admin
                .alterUserScramCredentials(
                        List.of(
                                new UserScramCredentialUpsertion(
                                        secured.user(),
                                        new ScramCredentialInfo(
                                                ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                                        secured.password())))
                .all()
                .get();
        return broker;
    }

    private static Object joined(Object all, Object more) {
        return all.toString() + more;
    }

    private static KafkaBroker start(Path folder, int port, Properties properties)
            throws IOException {
        Path file = folder.resolve("server.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
        int exit =
                StorageTool.execute(
                        format,
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        if (exit != 0) {
            throw new IOException("cannot format " + folder + ": exit code " + exit);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server, "127.0.0.1:" + port);
    }

    /** Nothing is deleted for its age: tests send what is as old as they need it. */
    private static Properties properties(Path folder, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(
                Map.of(
                        "process.roles",
                        "broker,controller",
                        "node.id",
                        "1",
                        "controller.quorum.voters",
                        "1@127.0.0.1:" + controllerPort,
                        "controller.listener.names",
                        "CONTROLLER",
                        "listeners",
                        "PLAINTEXT://127.0.0.1:"
                                + port
                                + ",CONTROLLER://127.0.0.1:"
                                + controllerPort,
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:" + port,
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs",
                        folder.resolve("data").toString()));
        properties.putAll(
                Map.of(
                        "offsets.topic.replication.factor", "1",
                        "offsets.topic.num.partitions", "1",
                        "transaction.state.log.replication.factor", "1",
                        "transaction.state.log.min.isr", "1",
                        "transaction.state.log.num.partitions", "1",
                        "group.initial.rebalance.delay.ms", "0",
                        "log.cleaner.dedupe.buffer.size", "2097152",
                        "log.retention.ms", "-1",
                        "auto.create.topics.enable", "false",
                        "message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES)));
        return properties;
    }

    @Override
    public String servers() {
        return servers;
    }

    @Override
    public void create(String topic, int partitions) throws Exception {
        create(topic, partitions, Map.of());
    }

    /** Makes a topic with settings. */
    public void create(String topic, int partitions, Map<String, String> settings)
            throws Exception {
        NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(settings);
        admin.createTopics(List.of(made)).all().get();
    }

    /** Gives a topic more partitions. */
    public void widen(String topic, int partitions) throws Exception {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }

    /** What may be asked and done besides. */
    public Admin admin() {
        return admin;
    }

    /** Sends a message and waits until it is there. */
    public void send(ProducerRecord<byte[], byte[]> message) throws Exception {
        producer.send(message).get();
    }

    /** Sends text as the value of a message. */
    public void send(
            String topic, @Nullable Integer partition, @Nullable String key, @Nullable String value)
            throws Exception {
        send(new ProducerRecord<>(topic, partition, bytes(key), bytes(value)));
    }

    /** Sends lines as the values of messages to all partitions in turn, and waits for each. */
    public void sendAll(String topic, int partitions, List<String> lines) throws Exception {
        int partition = 0;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String line : lines) {
            sent.add(producer.send(new ProducerRecord<>(topic, partition, null, bytes(line))));
            partition = (partition + 1) % partitions;
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** A producer of one's own. */
    public KafkaProducer<byte[], byte[]> newProducer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("max.request.size", MAX_MESSAGE_BYTES);
        return InOrderProducers.create(servers, all);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicReader.readCommitted(servers, topic);
    }

    /** The same, whether committed or not. */
    public List<ConsumerRecord<byte[], byte[]>> readUncommitted(String topic) {
        return TopicReader.readUncommitted(servers, topic);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
