package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedCluster.class)
class DecideCommandITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: phone, attributes: [phone]}
                strong_identifiers:
                  - {attribute: ssn, scope: global}
                constraints:
                  - {name: one_badge, attribute: badge, kind: unique, scope: global}
            """;

    /** A contested email, a contested phone, a badge of two people, and two cities of one. */
    private static final List<String> RECORDS =
            List.of(
                    record("1", "email", "ann@x", "ssn", "A"),
                    record("2", "email", "ann@x", "ssn", "B"),
                    record("3", "email", "ann@x"),
                    record("4", "phone", "555", "ssn", "C"),
                    record("5", "phone", "555", "ssn", "D", "badge", "7"),
                    record("6", "badge", "7", "name", "Eve"),
                    record("7", "phone", "777", "city", "Rome"),
                    record("8", "phone", "777", "city", "Bari"),
                    record("9", "phone", "888", "city", "Rome", "city", "Oslo"));

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void asksTheWorstFirstAndNothingTwice(int shards) throws Exception {
        TestJob job =
                new TestJob(folder.resolve("job"), ONTOLOGY)
                        .with("shards", shards)
                        .with("timeline", "millis")
                        .lines("in.jsonl", RECORDS)
                        .records("in.jsonl");
        String state =
                SavedJob.stop(
                        job,
                        RECORDS.size(),
                        SavepointFormatType.NATIVE,
                        folder.resolve("savepoints"));
        Path file = folder.resolve("decisions.jsonl");

        CommandRun list = decide("", "--state", state, "--list", "--json");
        assertThat(list.err()).isEmpty();
        assertThat(list.exitCode()).isZero();
        List<JsonNode> conflicts = new ArrayList<>();
        for (String line : list.out().lines().toList()) {
            conflicts.add(JSON.readTree(line));
        }
        assertThat(conflicts.stream().map(DecideCommandITCase::subject))
                .containsExactly("email", "phone", "badge", "city", "city");
        assertThat(conflicts.stream().map(DecideCommandITCase::pairs))
                .startsWith("1-2 1-3 2-3", "4-5", "5-6")
                .contains("7-8", "");

        System.out.println(decide("", "--state", state, "--list").out());
        CommandRun first = decide("s\ncalled her\nd\n\nk\n", "--state", state, "--to", file.toString(), "--by", "ann");
        System.out.println(first.out());
    }

    private static String subject(JsonNode conflict) {
        return conflict.path(conflict.has("key") ? "key" : "attr").asText();
    }

    private static String pairs(JsonNode conflict) {
        List<String> pairs = new ArrayList<>();
        conflict.path("questions")
                .forEach(
                        each ->
                                pairs.add(
                                        each.path("left").path("uid").asText()
                                                + "-"
                                                + each.path("right").path("uid").asText()));
        pairs.sort(null);
        return String.join(" ", pairs);
    }

    private static CommandRun decide(String answers, String... arguments) {
        CommandLine kindred = Kindred.commandLine();
        CommandLine decide = kindred.getSubcommands().get("decide");
        ((DecideCommand) decide.getCommand()).answerFrom(new StringReader(answers));
        String[] all = new String[arguments.length + 1];
        all[0] = "decide";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(kindred, all);
    }

    private static String record(String uid, String... values) {
        StringBuilder descriptors = new StringBuilder();
        for (int i = 0; i < values.length; i += 2) {
            descriptors
                    .append(i == 0 ? "" : ",")
                    .append(
                            String.format(
                                    "{\"attr\":\"%s\",\"value\":\"%s\",\"start\":\"2020-01-01\"}",
                                    values[i], values[i + 1]));
        }
        return String.format(
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"%s\","
                        + "\"descriptors\":[%s]}",
                uid, descriptors);
    }
}
