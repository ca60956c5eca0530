package io.kindred.cli;

import io.kindred.codec.DecisionJson;
import io.kindred.flink.config.ClientProperties;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.kafka.MessageSender;
import io.kindred.model.Decision;
import io.kindred.offline.InvalidRequestException;
import io.kindred.offline.decide.DecisionSink;
import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Sends decisions to a Kafka topic. All decisions about a pair have the same key, so they are in
 * one partition, in their order.
 */
public final class DecisionTopic implements DecisionSink {

    private final String topic;
    private final MessageSender sender;

    private DecisionTopic(String topic, MessageSender sender) {
        this.topic = topic;
        this.sender = sender;
    }

    /**
     * Connects to a topic.
     *
     * @param properties a file with properties of the client
     * @throws InvalidRequestException if the broker does not answer, the topic does not exist or
     *     the properties are wrong
     */
    static DecisionTopic open(String servers, String topic, Optional<Path> properties) {
        Map<String, String> values = properties.map(DecisionTopic::properties).orElseGet(Map::of);
        return open(
                "decide",
                "--topic",
                new KafkaCluster(servers, new ClientProperties(values)),
                topic);
    }

    /**
     * Connects to a topic of a cluster.
     *
     * @param command the command and the option that names the topic, for errors
     * @throws InvalidRequestException if the broker does not answer, or the topic does not exist
     */
    public static DecisionTopic open(
            String command, String option, KafkaCluster cluster, String topic) {
        try {
            return new DecisionTopic(topic, MessageSender.open(cluster, option, topic));
        } catch (KafkaException e) {
            throw new InvalidRequestException(command + ": " + reason(e));
        }
    }

    /** The messages of all causes: that of the outermost often names no reason. */
    private static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && reason.indexOf(message) < 0) {
                reason.append(": ").append(message);
            }
        }
        return reason.toString();
    }

    private static Map<String, String> properties(Path file) {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            // Not the message, which may quote a secret.
            throw new InvalidRequestException(
                    "--client-properties: " + file + " cannot be read as a file of properties");
        }
        Map<String, String> values = new HashMap<>();
        read.stringPropertyNames().forEach(name -> values.put(name, read.getProperty(name)));
        return values;
    }

    @Override
    public void append(Decision decision, String by, Instant at) throws IOException {
        sender.send(DecisionJson.key(decision), DecisionJson.line(decision, by, at));
    }

    @Override
    public String name() {
        return "topic " + topic;
    }

    @Override
    public void close() {
        sender.close();
    }
}
