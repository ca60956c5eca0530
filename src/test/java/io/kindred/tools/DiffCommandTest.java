package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class DiffCommandTest {

    private static final String ONE = "person-" + "1".repeat(32);
    private static final String TWO = "person-" + "2".repeat(32);

    @TempDir private Path folder;

    @BeforeEach
    void writeTwoResults() throws IOException {
        job("job.yaml", "millis", "ids");
        job("numbers.yaml", "integer", "other");
        Path before = folder.resolve("yesterday");
        entity(before, ONE, "1");
        entity(before, TWO, "2");
        Path now = folder.resolve("out");
        entity(now, ONE, "1", "2");
        for (Path each : new Path[] {before, now}) {
            assignment(each, "1", ONE);
            assignment(each, "2", each.equals(before) ? TWO : ONE);
        }
    }

    @Test
    void comparesACopyOfTheOutputs() throws IOException {
        CommandRun run =
                diff(
                        path("job.yaml") + "@" + path("yesterday"),
                        path("job.yaml"),
                        "--json",
                        path("diff.json"),
                        "--out",
                        path("diff.html"));

        assertThat(run.err())
                .hasLineCount(2)
                .contains("wrote " + path("diff.json"), "wrote " + path("diff.html"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Entities  2 before, 1 after, 0 the same")
                .contains("merged (unknown), 2 records: " + ONE + " + " + TWO + " -> " + ONE)
                .contains("Note: Not both results have the output records");
        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("diff.json")));
        assertThat(json.at("/changes/0/kind").asText()).isEqualTo("merged");
        assertThat(json.at("/pairs/only_after").asInt()).isEqualTo(1);
        assertThat(folder.resolve("diff.html")).content().contains(ONE, "Content-Security-Policy");
    }

    @Test
    void failsOnADifferenceIfItShould() {
        String before = path("job.yaml") + "@" + path("yesterday");

        assertThat(diff(before, path("job.yaml"), "--fail-on-difference").exitCode()).isEqualTo(1);
        assertThat(diff(before, before, "--fail-on-difference").exitCode()).isZero();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        String job = path("job.yaml");
        assertFails(
                diff(path("out"), job),
                "out is a folder, expected a job file, a saved state, or JOB.yaml@");
        assertFails(diff(path("none.yaml"), job), "none.yaml");
        assertFails(diff(job + "@" + path("none"), job), "none: no such folder");
        assertFails(diff(job, job, "--type", "firm"), "--type is firm, expected an entity type");
        assertFails(diff(job, job, "--limit", "-1"), "--limit is -1, expected 0 to 10,000");
        assertFails(diff(job), "AFTER");
        assertFails(diff(job, path("numbers.yaml")), "sinks.entities.path is", "no folder");
        entity(folder.resolve("numbers"), ONE, "1");
        assertFails(diff(job, path("numbers.yaml") + "@" + path("numbers")), "has no folder other");
        Files.createDirectories(folder.resolve("numbers/other"));
        assertFails(
                diff(job, path("numbers.yaml") + "@" + path("numbers")),
                "the timeline of",
                "millis",
                "integer");
        Files.writeString(folder.resolve("out/entities/part-9"), "{\"entity_type\":\"person\"}\n");
        assertFails(diff(job, job), "entities/part-9, line 1: not a row of entities");
    }

    private static void assertFails(CommandRun run, String... messages) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(messages).doesNotContain("\tat ");
    }

    private static CommandRun diff(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "diff";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(KindredTools.commandLine(), all);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void job(String name, String timeline, String assignments) throws IOException {
        Files.writeString(
                folder.resolve("ontology.yaml"),
                "entity_types: {person: {identity_keys: [{name: k, attributes: [email]}]}}\n");
        Files.writeString(
                folder.resolve(name),
                """
                name: test
                ontology: ontology.yaml
                timeline: %s
                sources: [{name: in, type: files, path: in.jsonl, format: record}]
                sinks:
                  entities: {type: files, path: %s/entities}
                  assignments: {type: files, path: %s/%s}
                output: final
                """
                        .formatted(
                                timeline,
                                timeline.equals("millis") ? "out" : "nowhere",
                                timeline.equals("millis") ? "out" : "nowhere",
                                assignments));
    }

    private static void entity(Path out, String id, String... uids) throws IOException {
        StringBuilder records = new StringBuilder();
        for (String uid : uids) {
            records.append(records.isEmpty() ? "" : ",")
                    .append("{\"perspective\":\"crm\",\"uid\":\"" + uid + "\"}");
        }
        Path file = out.resolve("entities").resolve("part-" + id);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                {"entity_id":"%s","entity_type":"person","status":"active","revision":1,"records":[%s],"golden":[]}
                """
                        .formatted(id, records));
    }

    private static void assignment(Path out, String uid, String id) throws IOException {
        Path file = out.resolve("ids").resolve("part-" + uid);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                {"entity_type":"person","perspective":"crm","uid":"%s","status":"active","revision":1,"entity_id":"%s"}
                """
                        .formatted(uid, id));
    }
}
