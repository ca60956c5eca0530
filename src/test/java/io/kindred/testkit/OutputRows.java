package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.oracle.OracleResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The visible rows of a job's output folders, folded as a consumer folds them. Timeline {@code
 * integer}.
 *
 * @param entities rows by key and revision
 * @param assignments rows by key and revision
 * @param conflicts rows by key and revision
 * @param genericKeys rows by key and revision
 */
public record OutputRows(
        Map<String, Map<Long, JsonNode>> entities,
        Map<String, Map<Long, JsonNode>> assignments,
        Map<String, Map<Long, JsonNode>> conflicts,
        Map<String, Map<Long, JsonNode>> genericKeys) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the folders {@code entities}, {@code assignments}, {@code conflicts} and {@code
     * generic-keys}.
     *
     * @throws AssertionError if a revision of a key is there twice or one is left out
     */
    public static OutputRows read(Path out) {
        return new OutputRows(
                rows(out.resolve("entities"), row -> row.path("entity_id").asText()),
                rows(out.resolve("assignments"), row -> identity(row).joined()),
                rows(out.resolve("conflicts"), row -> row.path("conflict_id").asText()),
                rows(out.resolve("generic-keys"), row -> row.path("generic_key_id").asText()));
    }

    /** The lines of all visible files in a folder. */
    public static List<String> lines(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** What a consumer knows when it has read everything. */
    public OracleResult result() {
        Map<RecordIdentity, String> assigned = new HashMap<>();
        last(assignments, "active")
                .forEach(row -> assigned.put(identity(row), row.path("entity_id").asText()));
        List<Entity> active = last(entities, "active").stream().map(ExpectedJson::entity).toList();
        List<Conflict> open = last(conflicts, "open").stream().map(ExpectedJson::conflict).toList();
        List<GenericKey> generic =
                last(genericKeys, "open").stream().map(ExpectedJson::genericKey).toList();
        return new OracleResult(active, open, generic, assigned);
    }

    /** The greatest revision there is. */
    public long greatestRevision() {
        return Stream.of(entities, assignments, conflicts, genericKeys)
                .flatMap(rows -> rows.values().stream())
                .mapToLong(revisions -> revisions.size())
                .max()
                .orElse(0);
    }

    /** Whether any key was withdrawn. */
    public boolean anyGone() {
        return Stream.of(entities, assignments, conflicts, genericKeys)
                .flatMap(rows -> rows.values().stream())
                .flatMap(revisions -> revisions.values().stream())
                .map(row -> row.path("status").asText())
                .anyMatch(status -> status.equals("retired") || status.equals("resolved"));
    }

    private static Map<String, Map<Long, JsonNode>> rows(
            Path folder, Function<JsonNode, String> key) {
        Map<String, Map<Long, JsonNode>> rows = new HashMap<>();
        for (String line : lines(folder)) {
            JsonNode row = parse(line);
            JsonNode twice =
                    rows.computeIfAbsent(key.apply(row), each -> new TreeMap<>())
                            .put(row.path("revision").asLong(), row);
            if (twice != null) {
                throw new AssertionError("a revision is there twice: " + row + " and " + twice);
            }
        }
        rows.forEach(
                (id, revisions) -> {
                    for (long revision = 1; revision <= revisions.size(); revision++) {
                        if (!revisions.containsKey(revision)) {
                            throw new AssertionError(
                                    "revision "
                                            + revision
                                            + " of "
                                            + id
                                            + " is missing in "
                                            + folder
                                            + ": "
                                            + revisions.keySet());
                        }
                    }
                });
        return rows;
    }

    private static Collection<JsonNode> last(
            Map<String, Map<Long, JsonNode>> rows, String thereStatus) {
        return rows.values().stream()
                .map(revisions -> revisions.get((long) revisions.size()))
                .filter(row -> row.path("status").asText().equals(thereStatus))
                .toList();
    }

    private static RecordIdentity identity(JsonNode row) {
        return new RecordIdentity(
                row.path("entity_type").asText(),
                row.path("perspective").asText(),
                row.path("uid").asText());
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
