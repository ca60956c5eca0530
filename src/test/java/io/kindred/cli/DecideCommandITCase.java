package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.temporal.Interval;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    private static final Interval SINCE_2020 =
            new Interval(Instant.parse("2020-01-01T00:00:00Z").toEpochMilli(), Interval.MAX);

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
        checkList(state);

        String file = folder.resolve("decisions.jsonl").toString();
        CommandRun first = decide("s\ncalled her\nd\n\n", state, "--to", file, "--by", "bo");
        assertThat(first.exitCode()).as("%s", first).isZero();
        assertThat(first.out())
                .contains(
                        "email 'ann@x' from 2020-01-01: 3 records have it, but they are in 3"
                                + " entities.",
                        "! ssn             A                               B\n",
                        "Are crm 1 and crm 2 the same person?",
                        "1 question not asked");
        assertThat(first.out().replace('\n', ' ')).contains(" 2 decisions written to " + file);
        assertThat(decisions(file)).containsExactly("same 1-2 called her", "different 1-3 ");

        CommandRun second = decide("k\nk\ns\nsame badge\nq\n", state, "--to", file);
        assertThat(second.err()).isEmpty();
        assertThat(second.out())
                .contains(
                        "Are crm 2 and crm 3",
                        "Are crm 4 and crm 5",
                        "badge '7'",
                        "Are crm 5 and crm 6")
                .contains("name ", "Eve")
                .doesNotContain("Are crm 1 and");
        assertThat(decisions(file)).hasSize(3).contains("same 5-6 same badge");

        CommandRun one = decide("", state, "--to", file, "--kind", "constraint");
        assertThat(one.out()).isEqualTo("no open conflicts that nobody has decided about\n");
        CommandRun again = decide("q\n", state, "--to", file, "--again", "--limit", "1");
        assertThat(again.out()).contains("Conflict 1 of 1", "Are crm 1 and crm 2");
        CommandRun unknown = decide("", state, "--to", file, "--conflict", "none");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("decide: no open conflict none in " + state + "\n");
        assertThat(decisions(file)).hasSize(3);
    }

    private static void checkList(String state) throws Exception {
        CommandRun list = decide("", state, "--list", "--json");
        assertThat(list.err()).isEmpty();
        assertThat(list.exitCode()).isZero();
        List<String> listed = new ArrayList<>();
        for (String line : list.out().lines().toList()) {
            JsonNode conflict = JSON.readTree(line);
            listed.add(subject(conflict) + " " + pairs(conflict));
        }
        assertThat(listed).startsWith("email 1-2 1-3 2-3", "phone 4-5", "badge 5-6");
        assertThat(listed.subList(3, 5)).containsExactlyInAnyOrder("city 7-8", "city ");
        assertThat(decide("", state, "--list", "--type", "thing").out())
                .isEqualTo("no open conflicts\n");
        assertThat(decide("", state, "--list").out().lines().toList())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .contains("   No decision about two records can resolve it: correct the record.");
    }

    /** The lines of the file, each as its decision, uids and reason. */
    private static List<String> decisions(String file) throws Exception {
        List<String> decisions = new ArrayList<>();
        long version = 0;
        for (String line : Files.readAllLines(Path.of(file))) {
            JsonNode json = JSON.readTree(line);
            assertThat(json.path("version").asLong()).isGreaterThan(version);
            version = json.path("version").asLong();
            assertThat(json.path("decided_by").asText()).isNotEmpty();
            decisions.add(
                    json.path("decision").asText()
                            + " "
                            + json.path("left").path("uid").asText()
                            + "-"
                            + json.path("right").path("uid").asText()
                            + " "
                            + json.path("reason").asText());
        }
        return decisions;
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

    private static CommandRun decide(String answers, String state, String... arguments) {
        CommandLine kindred = Kindred.commandLine();
        CommandLine decide = kindred.getSubcommands().get("decide");
        ((DecideCommand) decide.getCommand()).answerFrom(new StringReader(answers));
        List<String> all = new ArrayList<>(List.of("decide", "--state", state));
        all.addAll(List.of(arguments));
        return CommandRun.of(kindred, all.toArray(String[]::new));
    }

    private static String record(String uid, String... values) {
        return RecordJson.person(uid, SINCE_2020, values);
    }
}
