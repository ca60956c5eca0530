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
                arguments("array-of-json", 0, "1 2", List.of("dead letters +0\n")),
                arguments("blanks-in-the-header", 0, "1+2", List.of()),
                arguments("colon-in-a-file-name", 0, "1 2", List.of()),
                arguments("deletes-in-any-words", 0, "1", List.of(", 2 deleted\\)")),
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
                arguments("rows-not-utf-8", 0, "2", List.of("2 +not UTF-8 .*\\(66\\.7 %\\)")),
                arguments(
                        "times-of-many-kinds",
                        0,
                        "4 5 6 13 16 17 19 22 24",
                        List.of("since is 1580428800, .* say what it is with time: \\{unit: s\\}")),
                arguments("trailing-delimiters", 1, "", List.of("2 of 2 inputs are dead letters")),
                arguments("two-days-of-files", 0, "1", List.of()),
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
    void haveTheseValues(String name, Map<String, Integer> values) throws IOException {
        run(name);

        Map<String, Integer> emails = new TreeMap<>();
        for (JsonNode row : rows("entities")) {
            for (JsonNode value : row.get("golden")) {
                emails.merge(value.get("value").asText(), 1, Integer::sum);
            }
        }
        assertThat(emails).containsAllEntriesOf(values);
        assertThat(emails).doesNotContainKeys("old@x.org", "evil@x.org");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("two-days-of-files", Map.of("new@x.org", 1)),
                // The line of the quote is lost, and no other.
                arguments("quote-never-closed", Map.of("u3@x.org", 1, "u199@x.org", 1, "n", 197)));
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

    /** The uids of each entity, joined by +, in order. */
    private String entities() {
        Map<Integer, String> entities = new TreeMap<>();
        for (JsonNode row : rows("entities")) {
            TreeSet<Integer> uids = new TreeSet<>();
            row.get("records").forEach(each -> uids.add(each.get("uid").asInt()));
            entities.put(
                    uids.first(), String.join("+", uids.stream().map(String::valueOf).toList()));
        }
        return String.join(" ", entities.values());
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
