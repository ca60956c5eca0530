package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.codec.DeadLetter;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.model.Conflict;
import io.kindred.model.GoldenRow;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.oracle.OracleResult;
import io.kindred.oracle.RecordRow;
import io.kindred.testkit.FoldedRows.Status;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reader of the output folders knows in the end. */
public final class FoldedOutputs {

    private static final Path NOT_WRITTEN = Path.of("not-written");

    private final FoldedRows entities;
    private final FoldedRows assignments;
    private final FoldedRows conflicts;
    private final FoldedRows genericKeys;
    private final FoldedRows goldenValues;
    private final FoldedRows records;
    private final List<DeadLetter> deadLetters;

    private interface Reading {
        FoldedRows read(Path folder, Status status, Function<JsonNode, String> key);
    }

    private FoldedOutputs(Function<Output, Path> folders, Function<Output, Reading> reading) {
        entities =
                read(
                        folders,
                        reading,
                        Output.ENTITIES,
                        Status.ACTIVE,
                        row -> row.path("entity_id").asText());
        assignments =
                read(
                        folders,
                        reading,
                        Output.ASSIGNMENTS,
                        Status.ACTIVE,
                        row -> identity(row).joined());
        conflicts =
                read(
                        folders,
                        reading,
                        Output.CONFLICTS,
                        Status.OPEN,
                        row -> row.path("conflict_id").asText());
        genericKeys =
                read(
                        folders,
                        reading,
                        Output.GENERIC_KEYS,
                        Status.OPEN,
                        row -> row.path("generic_key_id").asText());
        goldenValues =
                read(
                        folders,
                        reading,
                        Output.GOLDEN_VALUES,
                        Status.ACTIVE,
                        row -> row.path("golden_value_id").asText());
        records =
                read(
                        folders,
                        reading,
                        Output.RECORDS,
                        Status.ACTIVE,
                        row -> identity(row).joined());
        deadLetters =
                OutputParts.rows(folders.apply(Output.DEAD_LETTERS)).stream()
                        .map(FoldedOutputs::deadLetter)
                        .toList();
    }

    private static FoldedRows read(
            Function<Output, Path> folders,
            Function<Output, Reading> reading,
            Output output,
            Status status,
            Function<JsonNode, String> key) {
        return reading.apply(output).read(folders.apply(output), status, key);
    }

    private static Reading reading(boolean changelog) {
        return (folder, status, key) -> FoldedRows.read(folder, status, key, changelog);
    }

    /** Reads what is finished of what the job has written. */
    public static FoldedOutputs read(JobConfig config) {
        return new FoldedOutputs(
                output -> folder(config, output),
                output -> reading(config.output() == OutputMode.CHANGELOG));
    }

    /** Reads a changelog some of whose sinks were added later. */
    public static FoldedOutputs read(JobConfig config, Set<Output> added) {
        return new FoldedOutputs(
                output -> folder(config, output),
                output -> added.contains(output) ? FoldedRows::readAdded : reading(true));
    }

    /** Reads a changelog in folders that are named like the outputs. */
    public static FoldedOutputs read(Path folder) {
        return new FoldedOutputs(
                output -> folder.resolve(output.name().toLowerCase(Locale.ROOT)),
                output -> reading(true));
    }

    /** Reads the last row of each key in folders that are named like the outputs. */
    static FoldedOutputs readLast(Path folder) {
        return new FoldedOutputs(
                output -> folder.resolve(output.name().toLowerCase(Locale.ROOT)),
                output -> FoldedRows::readAdded);
    }

    /** What is shown in the end, on the timeline {@code integer}. */
    public OracleResult result() {
        return new OracleResult(
                entities.shown().stream().map(ExpectedJson::entity).toList(),
                conflicts.shown().stream().map(ExpectedJson::conflict).toList(),
                genericKeys.shown().stream().map(ExpectedJson::genericKey).toList(),
                assignments());
    }

    /** The golden values that are there, on the timeline {@code integer}. */
    public Set<GoldenRow> goldenValues() {
        return goldenValues.shown().stream()
                .map(ExpectedJson::goldenRow)
                .collect(Collectors.toSet());
    }

    /** What the records say that are there, on the timeline {@code integer}. */
    public Set<RecordRow> records() {
        return RecordRows.of(records.shown().stream().map(RecordRows::read).toList());
    }

    /** The entity id of each record. */
    public Map<RecordIdentity, String> assignments() {
        Map<RecordIdentity, String> byRecord = new HashMap<>();
        for (JsonNode row : assignments.shown()) {
            byRecord.put(identity(row), row.path("entity_id").asText());
        }
        return byRecord;
    }

    /** By record, which entity each revision of its assignment names, of those that name one. */
    public Map<RecordIdentity, NavigableMap<Long, String>> assignmentsByRevision() {
        Map<RecordIdentity, NavigableMap<Long, String>> byRecord = new HashMap<>();
        for (JsonNode row : assignments.all()) {
            if (row.has("entity_id")) {
                byRecord.computeIfAbsent(identity(row), any -> new TreeMap<>())
                        .put(row.path("revision").longValue(), row.path("entity_id").asText());
            }
        }
        return byRecord;
    }

    /** The conflicts that are open, by id, on the timeline {@code integer}. */
    public Map<String, Conflict> conflictsById() {
        Map<String, Conflict> byId = new HashMap<>();
        for (JsonNode row : conflicts.shown()) {
            byId.put(row.path("conflict_id").asText(), ExpectedJson.conflict(row));
        }
        return byId;
    }

    /** The ids of generic keys that are not those of their contents. */
    public List<String> strayGenericKeyIds() {
        return genericKeys.shown().stream()
                .filter(row -> !genericKeyId(row).equals(row.path("generic_key_id").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** Retired entities whose successors were never entities. */
    public List<String> straySuccessors() {
        Set<String> known = new HashSet<>(entities.keys());
        return entities.all().stream()
                .filter(row -> !known.containsAll(InputJson.strings(row.path("successors"))))
                .map(JsonNode::toString)
                .toList();
    }

    /** The ids of the entities that are there. */
    public Set<String> entityIds() {
        Set<String> ids = new HashSet<>();
        entities.shown().forEach(row -> ids.add(row.path("entity_id").asText()));
        return ids;
    }

    public int entityCount() {
        return entities.shown().size();
    }

    public int conflictCount() {
        return conflicts.shown().size();
    }

    public int genericKeyCount() {
        return genericKeys.shown().size();
    }

    /** The greatest revision there is. */
    public long greatestRevision() {
        return outputs().mapToLong(FoldedRows::greatestRevision).max().orElse(0);
    }

    /** Whether anything was retracted at some time. */
    public boolean anyGone() {
        return outputs().anyMatch(FoldedRows::anyGone);
    }

    /** How many rows there are, dead letters aside. */
    public int rowCount() {
        return outputs().mapToInt(rows -> rows.all().size()).sum();
    }

    /** In no order. */
    public List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    private Stream<FoldedRows> outputs() {
        return Stream.of(entities, assignments, conflicts, genericKeys, goldenValues, records);
    }

    private static Path folder(JobConfig config, Output output) {
        return config.sinks()
                .sink(output)
                .filter(SinkConfig.Files.class::isInstance)
                .map(sink -> Path.of(((SinkConfig.Files) sink).path()))
                .orElse(NOT_WRITTEN);
    }

    private static RecordIdentity identity(JsonNode row) {
        return new RecordIdentity(
                row.path("entity_type").asText(),
                row.path("perspective").asText(),
                row.path("uid").asText());
    }

    private static String genericKeyId(JsonNode row) {
        OutputKey key = new Update.GenericKeyOpen(ExpectedJson.genericKey(row)).key();
        return key.id();
    }

    private static DeadLetter deadLetter(JsonNode row) {
        return new DeadLetter(
                row.path("source").asText(),
                row.path("position").asText(),
                row.path("error").asText(),
                row.path("raw").asText(),
                row.path("raw_base64").asText(),
                null);
    }
}
