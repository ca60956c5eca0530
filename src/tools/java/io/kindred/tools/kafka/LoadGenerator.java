package io.kindred.tools.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Generates records about people in the record format, and questions about them. Each record has
 * six values. Nine of ten records are about a new person. The others have the e-mail address of an
 * earlier record, and so are about the same person.
 */
final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "person";
    private static final double KNOWN = 0.1;

    private final String prefix;
    private final SplittableRandom random;

    /**
     * @param prefix begins all uids and values; must differ between benchmarks on the same job
     */
    LoadGenerator(String prefix) {
        this.prefix = prefix;
        this.random = new SplittableRandom(prefix.hashCode());
    }

    /** Generates a record. Must be called with the numbers from 0 in ascending order. */
    byte[] record(int number) {
        int person = number > 0 && random.nextDouble() < KNOWN ? random.nextInt(number) : number;
        ObjectNode record = JSON.createObjectNode();
        identify(record, number);
        ArrayNode values = record.putArray("descriptors");
        add(values, "first_name", "First" + random.nextInt(1000));
        add(values, "last_name", "Last" + prefix + number);
        add(values, "date_of_birth", "19" + (40 + random.nextInt(60)) + "-01-15");
        add(values, "email", prefix + person + "@example.org");
        add(values, "phone", phone(number));
        add(values, "city", "City" + random.nextInt(500));
        return bytes(record);
    }

    /**
     * A question by value: which entity has the phone number of this record? No other record has
     * that number.
     *
     * @param id the id of the question
     */
    byte[] askByValue(String id, long deadlineMillis, int number) {
        ObjectNode question = question(id, deadlineMillis);
        question.put("entity_type", TYPE);
        question.putObject("where").put("phone", phone(number));
        return bytes(question);
    }

    /**
     * A question by record: which entity is this record in?
     *
     * @param id the id of the question
     */
    byte[] askByRecord(String id, long deadlineMillis, int number) {
        ObjectNode question = question(id, deadlineMillis);
        identify(question.putObject("record"), number);
        return bytes(question);
    }

    /** The uid of the record that has a number. */
    String uid(int number) {
        return prefix + number;
    }

    /** The number of the record with a uid, or -1 if it is not from this generator. */
    int number(String uid) {
        return uid.startsWith(prefix) ? Integer.parseInt(uid.substring(prefix.length())) : -1;
    }

    private String phone(int number) {
        return prefix + "555-" + number;
    }

    private void identify(ObjectNode object, int number) {
        object.put("entity_type", TYPE);
        object.put("perspective", "bench");
        object.put("uid", uid(number));
    }

    private static ObjectNode question(String id, long deadlineMillis) {
        return JSON.createObjectNode().put("id", id).put("deadline_ms", deadlineMillis);
    }

    private static byte[] bytes(ObjectNode object) {
        try {
            return JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ArrayNode values, String attribute, String value) {
        values.addObject().put("attr", attribute).put("value", value);
    }
}
