package io.kindred.cli;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.operator.JobCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final String QUICK = "checkpoint_interval_ms: 100\n";

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

    @Test
    void showsHowMuchIsReadAndWritten() throws Exception {
        Path jobFile = Path.of(job(JOB));
        Path zipped = folder.resolve("in/more.jsonl.gz");
        Files.writeString(folder.resolve("in/records.jsonl"), RECORDS);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(
                    RECORDS.replace("x.org", "y.org")
                            .replace("uid\":\"", "uid\":\"y")
                            .getBytes(StandardCharsets.UTF_8));
        }
        long size = RECORDS.length() + Files.size(zipped);
        JobConfig config = JobConfigReader.read(jobFile);

        LastShown shown = new LastShown();
        new EmbeddedRun(config, OptionalInt.of(2), false).run(shown, warning -> {});
        assertThat(shown.bytes).isEqualTo(new Progress.Amount(size, size));
        assertThat(shown.counts.get(Count.ENTITIES)).isEqualTo(4);
        assertThat(shown.counts.lastRows()).isEqualTo(4 + 6);
        assertThat(shown.isOver).isTrue();

        LastShown continued = new LastShown();
        try (RunFolder state = RunFolder.open(folder.resolve("state"), config.name())) {
            new ContinuedRuns(
                            config,
                            state,
                            OptionalInt.of(2),
                            true,
                            continued,
                            warning -> {},
                            note -> {})
                    .run();
        }
        assertThat(continued.bytes).isEqualTo(shown.bytes);
        assertThat(continued.counts.lastRows()).isEqualTo(4 + 6);
        assertThat(continued.isOver).isTrue();
    }

    /** Keeps what was shown last. */
    private static final class LastShown implements Progress {
        private JobCounts counts = new JobCounts(Map.of());
        private Amount bytes = Amount.UNKNOWN;
        private boolean isOver;

        @Override
        public void show(JobCounts now, Amount read, Duration elapsed) {
            counts = now;
            bytes = read;
        }

        @Override
        public void end() {
            isOver = true;
        }
    }

    @Test
    void goldenValuesOfTheSampleAreAsTheDocumentsSay() throws Exception {
        Path sample = Path.of("conf", "sample");
        try (Stream<Path> files = Files.list(sample)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        String job =
                Files.readString(sample.resolve("job.yaml"))
                        .replace(
                                "\nsinks:\n",
                                "\nsinks:\n  golden_values: {type: files, path: out/golden_values}\n");

        CommandRun run = CommandRun.kindred("resolve", job(job), "--quiet");
        assertThat(run.exitCode()).as(run.err()).isZero();

        List<String> documented =
                Files.readAllLines(Path.of("docs", "results.md")).stream()
                        .filter(line -> line.startsWith("{\"golden_value_id\""))
                        .toList();
        assertThat(documented).hasSize(3);
        assertThat(rows("golden_values")).containsAll(documented);
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
        // The beginning is read before the job starts.
        byte[] whole = gzip(RECORDS.repeat(2000));
        Path broken = folder.resolve("in/records.jsonl.gz");
        Files.write(broken, Arrays.copyOf(whole, whole.length - 9));

        CommandRun run = CommandRun.kindred("resolve", job, "--quiet");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("job 'two-people' failed: ")
                .contains(broken.toString())
                .doesNotContain("\tat ");
    }

    /** The files are those of the page, and so are the rows. */
    @Test
    void joinsTwoTablesAsThePageSays() throws Exception {
        String page = Files.readString(Path.of("docs/job-file.md"));
        Map<String, String> files = new HashMap<>();
        Matcher file =
                Pattern.compile("`(\\S+)`:\n\n```\\w+\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (file.find()) {
            files.put(file.group(1), file.group(2));
        }
        String job = job(files.get("job.yaml") + QUICK);
        for (String name : List.of("customers.csv", "phones.csv", "ontology.yaml")) {
            Files.writeString(folder.resolve(name), files.get(name));
        }

        CommandRun run = CommandRun.kindred("resolve", job, "--quiet");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).doesNotContain("warning");
        assertThat(rows("entities")).hasSize(2);
        assertThat(page).contains(String.join("\n", rows("entities")));
    }

    @Test
    void saysWhatIsProbablyNotMeantInTheInput() throws Exception {
        String job =
                job(
                        """
                        name: two-tables
                        ontology:
                          entity_types:
                            person:
                              identity_keys: [{name: email, attributes: [email]}]
                              strong_identifiers: [{attribute: ssn}]
                        shards: 3
                        sources:
                          - {name: persons, type: files, path: in/persons.csv, format: csv, perspective: crm,
                             entity_type: person, uid: id, attributes: {email: email}}
                          - {name: phones, type: files, path: in/phones.jsonl, format: json, perspective: crm,
                             entity_type: person, uid: id, op: op, attributes: {phone: phone}}
                        sinks:
                          entities: {type: files, path: out/entities}
                        output: final
                        """
                                + QUICK);
        Files.writeString(folder.resolve("in/persons.csv"), "id,email\n1,a\n1,b\n2,c,\n");
        Files.writeString(
                folder.resolve("in/phones.jsonl"),
                """
                {"id":1,"op":"","phone":"5"}
                {"id":1,"op":"","Phone":"6"}
                {"id":7,"op":"delete"}
                """);

        CommandRun run = CommandRun.kindred("resolve", job, "--quiet", "-p", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "warning: sources persons and phones both write perspective crm of person",
                        "warning: entity_types.person.strong_identifiers[0].attribute: no source"
                                + " gives the attribute 'ssn'");
        assertThat(run.out())
                .containsPattern(
                        "accepted +5 +\\(0 replayed, 0 outdated, 0 deleted, 3 replaced, 1 deletes of"
                                + " unknown records\\)\n")
                .containsPattern(
                        " 1   the row does not fit the header: … cells under … columns; the last cell is empty: the row ends with a delimiter \\(16.7 %\\)\n")
                .contains(
                        "in/persons.csv line 4: the row does not fit the header: 3 cells under 2 columns",
                        "sources persons and phones both write perspective crm of person: 3 records"
                                + " were replaced, such as person/crm/1;",
                        "source phones: 1 of 3 inputs lacked the mapped field phone, but had"
                                + " 'Phone'; the first in ",
                        "no record of person had a value of ssn, so these never applied: the"
                                + " strong identifier ssn");
    }

    @Test
    void failsIfAllInputIsDeadLettersUnlessTheJobAllowsIt() throws Exception {
        String job = job(JOB + QUICK);
        Files.writeString(folder.resolve("in/records.jsonl"), "{}\n{}\n");

        CommandRun run = CommandRun.kindred("resolve", job, "--quiet");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("records read", "out/entities");
        assertThat(run.err())
                .startsWith(
                        "job 'two-people' failed: 2 of 2 inputs are dead letters; the commonest"
                                + " reasons: 2 × \"entity_type is missing\", such as ");

        job(JOB + QUICK + "max_dead_letters: {share: 1, after: 1}\n");
        run = CommandRun.kindred("resolve", job, "--quiet", "--overwrite");
        assertThat(run.exitCode()).as(run.err()).isZero();

        job(JOB + QUICK + "max_dead_letters: 1\n");
        run = CommandRun.kindred("resolve", job, "--quiet", "--overwrite");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "job 'two-people' failed: more dead letters than max_dead_letters allows"
                                + " (1): 2 of 2 inputs are dead letters; the commonest reasons: ")
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
