package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Jobs with input that is not what it seems; each is a folder of {@code received}. */
class ReceivedInputsITCase {

    private static final Path JOBS = Path.of("src/test/resources/received");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    /** The name, the exit code, the uids of the entities, and what is printed. */
    static Stream<Arguments> jobs() {
        return Stream.of(
                arguments("line-break-in-quotes", 0, "2", List.of("1 +a line break in a quoted")),
                arguments("long-delimiter", 2, "", List.of("expected one ASCII character")),
                arguments(
                        "misspelt-fields",
                        0,
                        "2",
                        List.of(
                                "1 +uid is missing: no value in the column id",
                                "1 of 2 inputs lacked the mapped field email, but had 'Email'")),
                arguments(
                        "one-uid-twice",
                        0,
                        "1 2",
                        List.of("1 replaced\\)", "1 record was replaced, such as person/crm/1;")),
                // The second day holds, and deletes are deletes.
                arguments(
                        "read-as-meant",
                        0,
                        "array: 1 2; blanks: 1+2; colon: 1 2; days: 1+2; deletes: 1",
                        List.of("dead letters +0\n", ", 2 deleted, 1 replaced\\)")),
                arguments("rows-not-utf-8", 0, "2", List.of("2 +not UTF-8 .*\\(66\\.7 %\\)")),
                arguments(
                        "times-of-many-kinds",
                        0,
                        "4 5 6 13 16 17 19 22 24",
                        List.of("since is 1580428800, .* say what it is with time: \\{unit: s\\}")),
                arguments("trailing-delimiters", 1, "", List.of("2 of 2 inputs are dead letters")),
                arguments(
                        "two-tables-under-one-identity",
                        0,
                        "1 2",
                        List.of(
                                "warning: sources persons and phones both write perspective crm",
                                "3 records were replaced, such as person/crm/1; give each table")),
                arguments(
                        "versions-that-are-no-integers",
                        1,
                        "",
                        List.of("write version: \\{column: v, type: number\\}")));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void areReadOrRefusedButNeverTakenForSomethingElse(
            String name, int exitCode, String entities, List<String> printed) throws IOException {
        CommandRun run = run(name);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(entities()).isEqualTo(entities);
        for (String pattern : printed) {
            assertThat(run.out() + run.err()).containsPattern(pattern);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void haveTheseEntitiesAndValues(
            String name, String entities, int deadLetters, Map<String, Integer> values)
            throws IOException {
        CommandRun run = run(name);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(entities()).isEqualTo(entities);
        assertThat(rows("dead")).hasSize(deadLetters);
        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode row : rows("entities")) {
            for (JsonNode value : row.get("golden")) {
                found.merge(value.get("value").asText(), 1, Integer::sum);
            }
        }
        assertThat(found).containsAllEntriesOf(values);
    }

    /** The name, the uids of the entities, the number of dead letters, and values. */
    static Stream<Arguments> values() {
        return Stream.of(
                // What is refused or taken for one value above, with what the job file can say.
                arguments(
                        "formats-that-the-job-says",
                        "encoded: 1+2 3; mails: 1+2+3+4+5+6; phone_formats: 1+2+3+4+5+6 7;"
                                + " split_cells: 1+2+3; two_columns: 1+2; versioned: 1+2+5",
                        2,
                        Map.of("Søren", 1, "555-1", 1, "555-2", 1)),
                // The line of the quote is lost, and no other.
                arguments(
                        "quote-never-closed",
                        IntStream.rangeClosed(1, 199)
                                .filter(uid -> uid != 2)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(" ")),
                        1,
                        Map.of("u3@x.org", 1, "u199@x.org", 1, "n", 197)));
    }

    private CommandRun run(String name) throws IOException {
        try (Stream<Path> files = Files.walk(JOBS.resolve(name))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = folder.resolve(JOBS.resolve(name).relativize(file).toString());
                if (!Files.isDirectory(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
        return CommandRun.kindred(
                "resolve", folder.resolve("job.yaml").toString(), "--quiet", "-p", "2");
    }

    /**
     * The uids of each entity, joined by +, in order; if there are several entity types, of each
     * behind its name.
     */
    private String entities() {
        Map<String, Map<Integer, String>> byType = new TreeMap<>();
        for (JsonNode row : rows("entities")) {
            TreeSet<Integer> uids = new TreeSet<>();
            row.get("records").forEach(each -> uids.add(each.get("uid").asInt()));
            byType.computeIfAbsent(row.get("entity_type").asText(), type -> new TreeMap<>())
                    .put(
                            uids.first(),
                            String.join("+", uids.stream().map(String::valueOf).toList()));
        }
        List<String> types = new ArrayList<>();
        byType.forEach(
                (type, entities) ->
                        types.add(
                                (byType.size() == 1 ? "" : type + ": ")
                                        + String.join(" ", entities.values())));
        return String.join("; ", types);
    }

    private List<JsonNode> rows(String output) {
        Path parts = folder.resolve("out").resolve(output);
        if (!Files.exists(parts)) {
            return List.of();
        }
        List<JsonNode> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(parts)) {
            for (Path part : (Iterable<Path>) files::iterator) {
                for (String line : Files.readAllLines(part)) {
                    rows.add(JSON.readTree(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
