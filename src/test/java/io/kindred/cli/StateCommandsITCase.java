package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.AnswerJson;
import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.ImportedGraph;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.apache.flink.configuration.CheckpointingOptions.FS_SMALL_FILE_THRESHOLD;
import static org.assertj.core.api.Assertions.assertThat;

/** The commands over a savepoint of a job whose records collide in every way. */
@ExtendWith(SharedCluster.class)
class StateCommandsITCase {

    private static final long AT = 1_000_000;
    private static final int VERSIONS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("1, CANONICAL, 71")
    void tellWhatTheJobOfOneShardWould(int shards, SavepointFormatType format, long seed)
            throws Exception {
        tellWhatTheJobWould(shards, format, seed);
    }

    @ParameterizedTest
    @CsvSource("7, NATIVE, 72")
    void tellWhatTheJobWould(int shards, SavepointFormatType format, long seed) throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(seed, VERSIONS);
        TestJob job =
                job("job")
                        .with("shards", shards)
                        .with("flink", Map.of(FS_SMALL_FILE_THRESHOLD.key(), "0 b"))
                        .lines("in.jsonl", records.stream().map(RecordJson::line).toList())
                        .records("in.jsonl");
        String state = SavedJob.stop(job, VERSIONS, format, folder.resolve("savepoints"));
        Oracle oracle = CollidingPeople.oracle(records);
        OracleResult expected = oracle.result();

        assertThat(run("validate", "--state", state)).as("%s%s", out, err).isZero();
        assertThat(out.toString()).startsWith("no findings in ");
        checkRows(state, oracle);
        checkGraph(state, expected);
        checkTable(state, expected);
        checkQueries(state, expected);
        checkOneEntity(state, expected.entities().get(0));
        checkConflictsAboutOneEntity(state, expected);
        if (shards > 1) {
            checkMatch(state, records, expected);
        }
        checkDamaged(Path.of(URI.create(state)));
    }

    /** Each command says in one line which file of a state is wrong. */
    private void checkDamaged(Path state) throws Exception {
        Path metadata = state.resolve("_metadata");
        Path largest;
        try (Stream<Path> files = Files.list(state)) {
            largest =
                    files.filter(file -> !file.equals(metadata))
                            .max(Comparator.comparingLong(file -> file.toFile().length()))
                            .orElseThrow();
        }
        Map<Path, byte[]> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(each -> !each.equals(metadata)).toList()) {
                byte[] content = Files.readAllBytes(file);
                all.put(file, content.clone());
                for (int at = content.length / 3; at < content.length; at += 100) {
                    content[at] ^= 0x55;
                }
                Files.write(file, content);
            }
        }
        checkRefused(1, state, "the state cannot be read, one of its files is damaged", "validate");
        for (Map.Entry<Path, byte[]> file : all.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        byte[] sound = all.get(largest);
        Files.write(largest, Arrays.copyOf(sound, sound.length / 2));
        for (String command : List.of("validate", "export", "query", "explain", "migrate")) {
            checkRefused(2, state, largest.getFileName() + " is damaged: it has", command);
        }
        Files.delete(largest);
        checkRefused(2, state, largest.getFileName() + " is missing", "validate");
        Files.write(largest, sound);
        byte[] known = Files.readAllBytes(metadata);
        for (int length : new int[] {0, 7, known.length / 3, known.length - 1}) {
            Files.write(metadata, Arrays.copyOf(known, length));
            checkRefused(2, state, "its file _metadata is damaged", "export");
        }
        Files.delete(metadata);
        checkRefused(2, state, "no such savepoint or checkpoint", "query");
    }

    private void checkRefused(int code, Path state, String message, String command)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        switch (command) {
                            case "export" ->
                                    List.of(
                                            "--format",
                                            "jsonl",
                                            "--out",
                                            folder.resolve("damaged.jsonl").toString());
                            case "query" -> List.of("--entity", "person-1");
                            case "explain" -> List.of("--type", "person", "--record", "crm", "1");
                            case "migrate" ->
                                    List.of(
                                            "--to",
                                            folder.resolve("migrated").toString(),
                                            job("export").records("none").jobFile().toString());
                            default -> List.of();
                        });
        arguments.add(0, command);
        arguments.add(command.equals("migrate") ? "--from" : "--state");
        arguments.add(state.toString());

        assertThat(run(arguments.toArray(String[]::new))).as("%s%s", out, err).isEqualTo(code);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith(state.toString())
                .contains(message)
                .doesNotContain("null", "ClassCast");
    }

    private void checkRows(String state, Oracle oracle) throws Exception {
        OracleResult expected = oracle.result();
        List<String> rows = export(state, "jsonl", "--golden-values", "--records");
        assertThat(export(state, "jsonl"))
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream()
                                .filter(row -> !row.contains("golden_value_id"))
                                .filter(row -> !row.contains("descriptors"))
                                .toList());
        TestJob readBack = job("export").with("output", "final").records("none");
        Map<String, List<String>> byOutput = new LinkedHashMap<>();
        for (String row : rows) {
            JsonNode json = JSON.readTree(row);
            String output =
                    json.has("conflict_id")
                            ? "conflicts"
                            : json.has("golden_value_id")
                                    ? "golden_values"
                                    : json.has("descriptors")
                                            ? "records"
                                            : json.has("uid") ? "assignments" : "entities";
            byOutput.computeIfAbsent(output, unused -> new ArrayList<>()).add(row);
        }
        byOutput.forEach((output, lines) -> readBack.lines("out/" + output + "/part-0", lines));
        FoldedOutputs outputs = FoldedOutputs.read(readBack.config());
        assertThat(outputs.goldenValues()).isEqualTo(oracle.goldenValues());
        assertThat(outputs.records()).isEqualTo(oracle.records());
        assertThat(outputs.result())
                .isEqualTo(
                        new OracleResult(
                                expected.entities(),
                                expected.conflicts(),
                                List.of(),
                                expected.assignments()));
        assertThat(expected.conflicts()).hasAtLeastOneElementOfType(Conflict.Uniqueness.class);
    }

    private void checkGraph(String state, OracleResult expected) throws Exception {
        Path file = folder.resolve("export.graphml");
        Files.write(file, export(state, "graphml"));
        ImportedGraph graph = ImportedGraph.valid(file);
        assertThat(graph.nodes())
                .containsOnly(
                        Map.entry("record", expected.assignments().size()),
                        Map.entry("entity", expected.entities().size()),
                        Map.entry("conflict", expected.conflicts().size()));
        assertThat(graph.edges()).isEqualTo(expected.assignments().size() + sides(expected));
    }

    private static int sides(OracleResult expected) {
        return expected.conflicts().stream()
                .mapToInt(
                        conflict ->
                                conflict instanceof Conflict.Indirect indirect
                                        ? indirect.sides().size()
                                        : conflict instanceof Conflict.Uniqueness unique
                                                ? unique.entities().size()
                                                : 1)
                .sum();
    }

    private void checkTable(String state, OracleResult expected) throws Exception {
        List<String> rows = export(state, "csv");
        int golden = expected.entities().stream().mapToInt(each -> each.golden().size()).sum();
        assertThat(rows).hasSize(1 + expected.assignments().size() + golden + sides(expected));
        assertThat(rows.stream().filter(row -> row.startsWith("golden,"))).hasSize(golden);
        List<String> dot = export(state, "dot");
        assertThat(dot.get(0)).isEqualTo("graph kindred {");
        assertThat(dot.stream().filter(line -> line.contains(" -- ")))
                .hasSize(expected.assignments().size() + sides(expected));
    }

    private void checkQueries(String state, OracleResult expected) throws Exception {
        Entity asked =
                expected.entities().stream()
                        .filter(entity -> !entity.golden().isEmpty())
                        .findFirst()
                        .orElseThrow();
        GoldenValue value = asked.golden().get(0);
        String where = value.attribute() + "=" + value.value();
        assertThat(run("query", "--state", state, "--type", "person", "--where", where, "--json"))
                .as("%s%s", out, err)
                .isZero();
        JsonNode answer = JSON.readTree(out.toString());
        List<String> matches = new ArrayList<>();
        answer.path("matches").forEach(each -> matches.add(each.path("entity_id").asText()));
        assertThat(matches).contains(asked.id());

        RecordIdentity record = asked.records().get(0);
        assertThat(
                        run(
                                "query",
                                "--state",
                                state,
                                "--type",
                                "person",
                                "--record",
                                record.perspective(),
                                record.uid()))
                .isZero();
        assertThat(out.toString()).startsWith(record + "  in " + asked.id() + "\n");
        assertThat(run("query", "--state", state, "--type", "person", "--record", "crm", "nobody"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("query: no record person/crm/nobody in " + state + "\n");
        assertThat(
                        run(
                                "query", "--state", state, "--type", "person", "--where", where,
                                "--from", "soon"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("--from: 'soon' is a string").hasLineCount(1);
    }

    private void checkOneEntity(String state, Entity entity) throws Exception {
        List<String> rows = export(state, "jsonl", "--entity", entity.id(), "--at", "" + AT);
        assertThat(run("query", "--state", state, "--entity", entity.id(), "--json")).isZero();
        assertThat(out.toString()).isEqualTo(new AnswerJson(Timeline.INTEGER).of(entity) + "\n");
        assertThat(rows).noneMatch(row -> row.contains("golden_value_id"));
        long golden =
                entity.golden().stream()
                        .filter(value -> value.interval().start() <= AT)
                        .filter(value -> value.interval().end() > AT)
                        .count();
        assertThat(
                        export(
                                state,
                                "jsonl",
                                "--entity",
                                entity.id(),
                                "--at",
                                "" + AT,
                                "--golden-values"))
                .filteredOn(row -> row.contains("golden_value_id"))
                .hasSize((int) golden);
        List<String> ofRecords = rows.stream().filter(row -> row.contains("\"uid\"")).toList();
        assertThat(rows.get(0)).startsWith("{\"entity_id\":\"" + entity.id() + "\"");
        assertThat(ofRecords.size()).isGreaterThanOrEqualTo(entity.records().size());
        assertThat(export(state, "csv", "--type", "nothing")).hasSize(1);
        assertThat(run("export", "--state", state, "--format", "csv", "--golden-values"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("--golden-values: needs --format jsonl");
        assertThat(run("export", "--state", state, "--format", "csv", "--records")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--records: needs --format jsonl");
        assertThat(export(state, "jsonl", "--entity", entity.id(), "--records"))
                .filteredOn(row -> row.contains("descriptors"))
                .hasSize(entity.records().size());
    }

    private void checkConflictsAboutOneEntity(String state, OracleResult expected)
            throws Exception {
        String asked =
                expected.conflicts().stream()
                        .filter(Conflict.Uniqueness.class::isInstance)
                        .map(conflict -> ((Conflict.Uniqueness) conflict).entities().get(0))
                        .findFirst()
                        .orElseThrow();
        long about =
                expected.conflicts().stream()
                        .filter(conflict -> conflict.toString().contains(asked))
                        .count();
        List<String> rows = export(state, "jsonl", "--entity", asked);
        assertThat(rows.stream().filter(row -> row.contains("\"conflict_id\"")))
                .hasSize((int) about);
        assertThat(export(state, "csv", "--type", "nothing", "--entity", asked)).hasSize(1);
        assertThat(export(state, "csv", "--entity", "person-1")).hasSize(1);
    }

    /** A new record like one of the largest entity, and that record once more. */
    private void checkMatch(String state, List<SourceRecord> records, OracleResult expected)
            throws Exception {
        Entity largest =
                expected.entities().stream()
                        .max(Comparator.comparing(entity -> entity.records().size()))
                        .orElseThrow();
        SourceRecord current =
                records.stream()
                        .filter(record -> record.identity().equals(largest.records().get(0)))
                        .max(
                                Comparator.comparingLong(
                                                (SourceRecord each) -> each.version().orElseThrow())
                                        .thenComparing(SourceRecord::compareContent))
                        .orElseThrow();
        SourceRecord added =
                SourceRecord.upsert(
                        new RecordIdentity("person", "crm", "new"),
                        OptionalLong.empty(),
                        current.descriptors());
        List<SourceRecord> all = new ArrayList<>(records);
        all.add(added);
        OracleResult after = CollidingPeople.oracle(all).result();

        JsonNode ofAdded = matched(state, added);
        assertThat(ofAdded.path("replaces").asBoolean()).isFalse();
        assertThat(ofAdded.path("entity_id").asText())
                .isEqualTo(after.assignments().get(added.identity()));
        assertThat(ofAdded.path("candidates")).isNotEmpty();

        JsonNode ofCurrent = matched(state, current);
        assertThat(ofCurrent.path("replaces").asBoolean()).isTrue();
        assertThat(ofCurrent.path("entity_id").asText()).isEqualTo(largest.id());
        assertThat(ofCurrent.path("joined")).hasSize(1);
        assertThat(ofCurrent.path("records")).hasSize(largest.records().size() - 1);
    }

    private JsonNode matched(String state, SourceRecord record) throws Exception {
        assertThat(run("query", "--state", state, "--match", RecordJson.line(record), "--json"))
                .as("%s%s", out, err)
                .isZero();
        return JSON.readTree(out.toString());
    }

    private List<String> export(String state, String format, String... more) throws Exception {
        Path file = folder.resolve("exported." + format);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "export",
                                "--state",
                                state,
                                "--format",
                                format,
                                "--out",
                                file.toString()));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).as("%s%s", out, err).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(each -> each.toString().endsWith(".part"))).isEmpty();
        }
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private TestJob job(String name) {
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY).withOptionalOutputs();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = Kindred.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
