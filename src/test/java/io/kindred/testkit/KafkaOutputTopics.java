package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topics that a job writes, one for each output, and what a reader makes of them. */
public final class KafkaOutputTopics {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OUTPUTS =
            List.of("entities", "assignments", "conflicts", "generic_keys");
    private static final String GOLDEN_VALUES = "golden_values";
    private static final String RECORDS = "records";

    private final KafkaTopics broker;
    private final String prefix;
    private final List<String> outputs;

    private KafkaOutputTopics(KafkaTopics broker, String prefix, List<String> outputs) {
        this.broker = broker;
        this.prefix = prefix;
        this.outputs = outputs;
    }

    /** Makes the topics, {@code <prefix>-entities} and so on, {@code <prefix>-dead_letters} too. */
    public static KafkaOutputTopics create(KafkaTopics broker, String prefix, int partitions)
            throws Exception {
        return create(broker, prefix, partitions, OUTPUTS);
    }

    /** The same with {@code <prefix>-golden_values} and {@code <prefix>-records}. */
    public static KafkaOutputTopics createWithOptional(
            KafkaTopics broker, String prefix, int partitions) throws Exception {
        List<String> outputs = new ArrayList<>(OUTPUTS);
        outputs.addAll(List.of(GOLDEN_VALUES, RECORDS));
        return create(broker, prefix, partitions, outputs);
    }

    private static KafkaOutputTopics create(
            KafkaTopics broker, String prefix, int partitions, List<String> outputs)
            throws Exception {
        KafkaOutputTopics topics = new KafkaOutputTopics(broker, prefix, outputs);
        for (String output : outputs) {
            broker.create(topics.topic(output), partitions);
        }
        broker.create(topics.topic("dead_letters"), 1);
        return topics;
    }

    /** The topic of an output. */
    public String topic(String output) {
        return prefix + "-" + output;
    }

    /** The sinks of a job file. */
    public Map<String, Object> sinks(Map<String, Object> fields) {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output : outputs) {
            sinks.put(output, sink(output, fields));
        }
        sinks.put("dead_letters", sink("dead_letters", fields));
        return sinks;
    }

    private Map<String, Object> sink(String output, Map<String, Object> fields) {
        Map<String, Object> sink = new LinkedHashMap<>(fields);
        sink.put("type", "kafka");
        sink.put("topic", topic(output));
        return sink;
    }

    /**
     * Writes the rows that were committed into folders, as a job that writes files would have done,
     * and checks keys, headers and tombstones on the way.
     */
    public FoldedOutputs fold(Path folder) throws IOException {
        for (String output : outputs) {
            Path files = Files.createDirectories(folder.resolve(output));
            Map<Integer, Writer> parts = new HashMap<>();
            try {
                for (ConsumerRecord<byte[], byte[]> message : broker.read(topic(output))) {
                    byte[] row = row(message);
                    check(output, message, JSON.readTree(row));
                    if (!parts.containsKey(message.partition())) {
                        String name = "part-" + message.partition() + ".jsonl";
                        parts.put(
                                message.partition(), Files.newBufferedWriter(files.resolve(name)));
                    }
                    parts.get(message.partition()).append(text(row)).append('\n');
                }
            } finally {
                for (Writer part : parts.values()) {
                    part.close();
                }
            }
        }
        return FoldedOutputs.read(folder);
    }

    private static byte[] row(ConsumerRecord<byte[], byte[]> message) {
        Header row = message.headers().lastHeader("row");
        if ((message.value() == null) == (row == null)) {
            throw new AssertionError("either a value or the header row, in " + message);
        }
        return row == null ? message.value() : row.value();
    }

    private static void check(String output, ConsumerRecord<byte[], byte[]> message, JsonNode row) {
        String key =
                switch (output) {
                    case "entities" -> row.path("entity_id").asText();
                    case "assignments", RECORDS ->
                            String.join(
                                    "\u001f",
                                    row.path("entity_type").asText(),
                                    row.path("perspective").asText(),
                                    row.path("uid").asText());
                    case "conflicts" -> row.path("conflict_id").asText();
                    case GOLDEN_VALUES -> row.path("golden_value_id").asText();
                    default -> row.path("generic_key_id").asText();
                };
        String status = row.path("status").asText();
        boolean gone = status.equals("retired") || status.equals("resolved");
        String revision = text(message.headers().lastHeader("revision").value());
        if (!key.equals(text(message.key()))
                || gone != (message.value() == null)
                || !revision.equals(row.path("revision").asText())) {
            throw new AssertionError("key, value or revision do not fit the row " + row);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
