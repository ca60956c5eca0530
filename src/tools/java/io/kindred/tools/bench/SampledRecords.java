package io.kindred.tools.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.input.InvalidInputException;
import io.kindred.tools.quality.HashSample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A sample of the records of files in the record format, the same in every run.
 *
 * @param records objects with {@code entity_type}, {@code perspective}, {@code uid} and {@code
 *     descriptors}
 */
record SampledRecords(List<ObjectNode> records) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of("entity_type", "perspective", "uid", "descriptors");

    /** A value of so few records is no placeholder, however small the sample is. */
    private static final int RARE = 20;

    private static final int THOUSAND = 1_000;

    SampledRecords {
        records = List.copyOf(records);
    }

    /**
     * Reads files of JSON lines; those called {@code .gz} are unpacked.
     *
     * @param most records
     * @throws InvalidInputException if a line of the sample is no record, or if there are none
     * @throws IOException if a file cannot be read
     */
    static SampledRecords read(List<Path> files, int most) throws IOException {
        HashSample lines = new HashSample(most);
        for (Path file : files) {
            try (BufferedReader in = open(file)) {
                in.lines().filter(line -> !line.isBlank()).forEach(lines::add);
            }
        }
        List<ObjectNode> records = new ArrayList<>();
        for (String line : lines.names()) {
            ObjectNode record = object(files, line);
            // Deletes have no values.
            if (!record.path("descriptors").isEmpty()) {
                records.add(record.retain(FIELDS));
            }
        }
        if (records.isEmpty()) {
            throw new InvalidInputException(files + ": no records in the record format");
        }
        return new SampledRecords(records);
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (file.toString().endsWith(".gz")) {
            in = new GZIPInputStream(in);
        }
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static ObjectNode object(List<Path> files, String line) throws IOException {
        try {
            JsonNode node = JSON.readTree(line);
            if (node instanceof ObjectNode object
                    && object.path("entity_type").isTextual()
                    && object.path("perspective").isTextual()
                    && object.path("uid").isTextual()) {
                return object;
            }
        } catch (JsonProcessingException wrong) {
            // Said below, without the line, which has values in it.
        }
        throw new InvalidInputException(
                files
                        + ": a line is no record, expected an object with entity_type, perspective,"
                        + " uid and descriptors");
    }

    /**
     * Searches for each value once.
     *
     * @param attributes of the values; empty: those of whose sampled values more than half are
     *     different, without values that more than one in a thousand records has
     */
    List<ObjectNode> searches(Set<String> attributes) {
        Map<ObjectNode, Integer> counts = new LinkedHashMap<>();
        Map<String, Integer> all = new HashMap<>();
        Map<String, Integer> different = new HashMap<>();
        for (ObjectNode record : records) {
            for (JsonNode each : record.path("descriptors")) {
                String attribute = each.path("attr").asText();
                ObjectNode search = JSON.createObjectNode();
                search.set("entity_type", record.path("entity_type"));
                search.putObject("where").set(attribute, each.path("value"));
                all.merge(attribute, 1, Integer::sum);
                if (counts.merge(search, 1, Integer::sum) == 1) {
                    different.merge(attribute, 1, Integer::sum);
                }
            }
        }
        int most = Math.max(RARE, records.size() / THOUSAND);
        List<ObjectNode> searches = new ArrayList<>();
        counts.forEach(
                (search, count) -> {
                    String attribute = search.path("where").fieldNames().next();
                    if (attributes.isEmpty()
                            ? count <= most && 2 * different.get(attribute) > all.get(attribute)
                            : attributes.contains(attribute)) {
                        searches.add(search);
                    }
                });
        return searches;
    }
}
