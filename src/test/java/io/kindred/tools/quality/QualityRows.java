package io.kindred.tools.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the outputs of a job that never ran: records of type {@code p}, their entities, rows. */
public final class QualityRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<String>> lines = new HashMap<>();

    /** Adds a row. */
    public QualityRows row(String output, String json) {
        lines.computeIfAbsent(output, any -> new ArrayList<>()).add(json);
        return this;
    }

    /**
     * Adds a record.
     *
     * @param name such as {@code crm/1}
     * @param descriptors such as {@code city=Oslo}, or {@code city=Oslo 2020-01-01 2021-01-01}
     */
    public QualityRows record(String name, String... descriptors) {
        ObjectNode row = row(name);
        ArrayNode list = row.putArray("descriptors");
        for (String descriptor : descriptors) {
            String[] parts = descriptor.split("[= ]");
            ObjectNode node = list.addObject().put("attr", parts[0]).put("value", parts[1]);
            node.put("start", parts.length > 2 ? parts[2] : null);
            node.put("end", parts.length > 3 ? parts[3] : null);
        }
        return row("records", row.toString());
    }

    /** Adds an entity with records, and their assignments. */
    public QualityRows entity(String id, String recordedAt, String... names) {
        ObjectNode row = JSON.createObjectNode();
        row.put("entity_id", id).put("entity_type", "p").put("status", "active").put("revision", 1);
        row.put("recorded_at", recordedAt);
        ArrayNode records = row.putArray("records");
        for (String name : names) {
            String[] parts = name.split("/");
            records.addObject().put("perspective", parts[0]).put("uid", parts[1]);
            row(
                    "assignments",
                    row(name).put("entity_id", id).put("recorded_at", recordedAt).toString());
        }
        row.putArray("golden");
        return row("entities", row.toString());
    }

    private static ObjectNode row(String name) {
        String[] parts = name.split("/");
        return JSON.createObjectNode()
                .put("entity_type", "p")
                .put("perspective", parts[0])
                .put("uid", parts[1])
                .put("status", "active")
                .put("revision", 1);
    }

    /**
     * Writes the rows and the job file.
     *
     * @param rules of the type, as lines of YAML
     * @param outputs those that the job has
     * @return the job file
     */
    public Path write(Path folder, String rules, List<String> outputs) throws IOException {
        StringBuilder job = new StringBuilder("name: made\nontology:\n  entity_types:\n    p:\n");
        rules.lines().forEach(line -> job.append("      ").append(line).append('\n'));
        job.append(
                "output: final\nsources: [{type: files, path: in.jsonl, format: record}]\nsinks:\n");
        for (String output : outputs) {
            job.append("  %1$s: {type: files, path: out/%1$s}\n".formatted(output));
            Files.createDirectories(folder.resolve("out").resolve(output));
            Files.write(
                    folder.resolve("out").resolve(output).resolve("part-0.jsonl"),
                    lines.getOrDefault(output, List.of()));
        }
        return Files.writeString(folder.resolve("job.yaml"), job);
    }
}
