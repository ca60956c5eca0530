package io.kindred.cli;

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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedCluster.class)
class ExplainCommandITCase {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: phone, attributes: [phone]}
                strong_identifiers:
                  - {attribute: ssn, scope: global}
            """;

    private static final List<String> RECORDS =
            List.of(
                    record("1", "email", "ann@x", "phone", "555", "ssn", "A"),
                    record("2", "email", "ann@y", "phone", "555"),
                    record("3", "email", "ann@y"),
                    record("4", "email", "ann@x", "ssn", "B"),
                    record("5", "email", "eve@z", "phone", "777"));

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void tellsWhyRecordsAreOneEntityOrNot(int shards) throws Exception {
        TestJob job =
                new TestJob(folder.resolve("job"), ONTOLOGY)
                        .with("shards", shards)
                        .lines("in.jsonl", RECORDS)
                        .records("in.jsonl");
        String state =
                SavedJob.stop(
                        job,
                        RECORDS.size(),
                        SavepointFormatType.NATIVE,
                        folder.resolve("savepoints"));

        CommandRun same = explain(state, "--record", "crm", "1", "--record", "crm", "3");
        assertThat(same.err()).isEmpty();
        assertThat(same.exitCode()).isZero();
        assertThat(same.out().lines().toList())
                .hasSize(10)
                .startsWith("crm 1 and crm 3 are one entity, " + entityOf("crm 1", state) + ".")
                .contains(
                        "  crm 1 – crm 2",
                        "    by phone '555' always",
                        "  crm 2 – crm 3",
                        "    by email 'ann@y' always");

        CommandRun apart = explain(state, "--record", "crm", "1", "--record", "crm", "4");
        assertThat(apart.out())
                .startsWith("crm 1 and crm 4 are linked, but strong identifiers keep them apart.\n")
                .contains(
                        "Contested: email 'ann@x' always, because of ssn\n", "'A' always in crm 1");

        CommandRun json = explain(state, "--record", "crm", "4", "--record", "crm", "5", "--json");
        assertThat(json.out())
                .startsWith("{\"outcome\":\"not_linked\",")
                .contains(
                        "{\"key\":\"email\",\"reason\":\"different_values\"}",
                        "{\"key\":\"phone\",\"reason\":\"missing\"}");

        CommandRun nobody = explain(state, "--record", "crm", "6");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err())
                .isEqualTo("explain: no record person/crm/6 in " + state + System.lineSeparator());

        CommandRun match =
                CommandRun.kindred(
                        "query", "--state", state, "--match", record("9", "email", "eve@z"));
        assertThat(match.out())
                .startsWith("crm 9 would be in " + entityOf("crm 5", state) + ", with crm 5.\n");
    }

    private String entityOf(String record, String state) {
        CommandRun one = explain(state, "--record", record.split(" ")[0], record.split(" ")[1]);
        String first = one.out().lines().findFirst().orElseThrow();
        assertThat(first).matches(record + " is in person-[0-9a-f]{32}\\.");
        return first.substring((record + " is in ").length(), first.length() - 1);
    }

    private static CommandRun explain(String state, String... records) {
        List<String> arguments =
                new ArrayList<>(List.of("explain", "--state", state, "--type", "person"));
        arguments.addAll(List.of(records));
        return CommandRun.kindred(arguments.toArray(String[]::new));
    }

    private static String record(String uid, String... values) {
        return RecordJson.person(uid, Interval.ALWAYS, values);
    }
}
