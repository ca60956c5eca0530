package io.kindred.cli.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Records about people in the record format: six values each, nine of ten about somebody new, the
 * others about the person of an earlier one, whose e-mail address they share.
 */
final class MadePeople {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double KNOWN = 0.1;

    private final String prefix;
    private final SplittableRandom random;

    /** With what uids and values begin with, so that no two measurements share any. */
    MadePeople(String prefix) {
        this.prefix = prefix;
        this.random = new SplittableRandom(prefix.hashCode());
    }

    /** The record of a number, from 0; to be asked for one after the other. */
    byte[] record(int number) {
        int person = number > 0 && random.nextDouble() < KNOWN ? random.nextInt(number) : number;
        ObjectNode record = JSON.createObjectNode();
        record.put("entity_type", "person");
        record.put("perspective", "bench");
        record.put("uid", prefix + number);
        ArrayNode values = record.putArray("descriptors");
        add(values, "first_name", "First" + random.nextInt(1000));
        add(values, "last_name", "Last" + prefix + number);
        add(values, "date_of_birth", "19" + (40 + random.nextInt(60)) + "-01-15");
        add(values, "email", prefix + person + "@example.org");
        add(values, "phone", prefix + "555-" + number);
        add(values, "city", "City" + random.nextInt(500));
        try {
            return JSON.writeValueAsString(record).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of the record with a uid, or -1 if it is none of these. */
    int number(String uid) {
        return uid.startsWith(prefix) ? Integer.parseInt(uid.substring(prefix.length())) : -1;
    }

    private static void add(ArrayNode values, String attribute, String value) {
        values.addObject().put("attr", attribute).put("value", value);
    }
}
