package io.kindred.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedRunITCase {

    private static final String JOB =
            """
            name: two-people
            ontology:
              entity_types:
                person:
                  identity_keys: [{name: email, attributes: [email]}]
            sources:
              - {type: files, path: in, format: record}
            sinks:
              entities: {type: files, path: out/entities}
              assignments: {type: files, path: out/assignments}
            output: final
            """;

    private static final String RECORDS =
            """
            {"entity_type":"person","perspective":"crm","uid":"1","descriptors":[{"attr":"email","value":"ann@x.org"}]}
            {"entity_type":"person","perspective":"web","uid":"2","descriptors":[{"attr":"email","value":"ann@x.org"}]}
            {"entity_type":"person","perspective":"web","uid":"3","descriptors":[{"attr":"email","value":"bob@x.org"}]}
            {"entity_type":"person","perspective":"web"}
            """;

    @TempDir private Path folder;

    private String job(String text) throws IOException {
        Path jobFile = folder.resolve("job.yaml");
        Files.writeString(jobFile, text);
        Files.createDirectories(folder.resolve("in"));
        return jobFile.toString();
    }

    private List<String> rows(String output) throws IOException {
        try (Stream<Path> parts = Files.list(folder.resolve("out").resolve(output))) {
            List<String> rows = new java.util.ArrayList<>();
            for (Path part : parts.filter(EmbeddedRunITCase::isVisible).toList()) {
                rows.addAll(Files.readAllLines(part));
            }
            return rows.stream().sorted().toList();
        }
    }

    private static boolean isVisible(Path file) {
        return !file.getFileName().toString().startsWith(".");
    }

    @Test
    void resolvesAJobFileAndSumsUp() throws Exception {
        String job = job(JOB);
        Files.writeString(folder.resolve("in/records.jsonl"), RECORDS);

        CommandRun run = CommandRun.kindred("resolve", job, "--quiet");
        assertThat(run.exitCode()).as(run.err()).isZero();

        assertThat(rows("assignments"))
                .containsExactly(
                        assignment("crm", "1", "person-08fb514315d821ba6a3c7b7e0f0ee0a3"),
                        assignment("web", "2", "person-08fb514315d821ba6a3c7b7e0f0ee0a3"),
                        assignment("web", "3", "person-e601b5809b6f3523d05c6e8e62aeedff"));
        assertThat(rows("entities")).hasSize(2);
        assertThat(run.out())
                .contains("two-people: done in")
                .containsPattern("records read +4\n")
                .containsPattern("dead letters +1 +\\(add a dead_letters sink to see them\\)\n")
                .containsPattern("entities +2\n")
                .contains(folder.resolve("out/entities").toString());
    }

    private static String assignment(String perspective, String uid, String entity) {
        return "{\"entity_type\":\"person\",\"perspective\":\""
                + perspective
                + "\",\"uid\":\""
                + uid
                + "\",\"status\":\"active\",\"revision\":1,\"entity_id\":\""
                + entity
                + "\"}";
    }

    @Test
    void refusesToMixWithTheOutputOfAnEarlierRun() throws Exception {
        String job = job(JOB);
        Files.writeString(folder.resolve("in/records.jsonl"), RECORDS);
        CommandRun run = CommandRun.kindred("resolve", job, "--quiet", "-p", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> before = rows("entities");

        run = CommandRun.kindred("resolve", job, "--quiet", "-p", "1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("sinks.entities.path: ")
                .contains("contains the output of an earlier run")
                .contains("--overwrite");
        assertThat(rows("entities")).isEqualTo(before);

        run = CommandRun.kindred("resolve", job, "--quiet", "-p", "1", "--overwrite");
        assertThat(run.exitCode()).isZero();
        assertThat(rows("entities")).isEqualTo(before);
    }

    @Test
    void tellsWhyAJobFailedWithoutTryingAgain() throws Exception {
        String job = job(JOB);
        byte[] whole = gzip(RECORDS);
        Path broken = folder.resolve("in/records.jsonl.gz");
        Files.write(broken, Arrays.copyOf(whole, whole.length - 9));

        CommandRun run = CommandRun.kindred("resolve", job, "--quiet");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("job 'two-people' failed: ")
                .contains(broken.toString())
                .doesNotContain("\tat ");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void showsTheSampleAsThreeRecordsOneEntityAndAConflict() {
        CommandRun run =
                CommandRun.kindred("demo", "--home", Path.of("").toAbsolutePath().toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("crm C-9001 (crm.jsonl)", "billing B-9001", "web W-9001")
                .containsPattern("last_name +Byron +to 2015-07-08\n")
                .containsPattern("last_name +King +from 2015-07-08\n")
                .contains("crm C-9003 (anchored)", "web W-9003 (ambiguous)")
                .containsPattern("dead letters +0\n");
    }
}
