package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluateCommandTest {

    @TempDir private Path folder;

    /** One person is split, one entity over-merged: precision 1/2, recall 1/3. */
    @BeforeEach
    void writeInputs() throws IOException {
        write("truth.csv", "perspective,uid,person\ncrm,1,P1\ncrm,2,P1\ncrm,3,P1\ncrm,4,P2\n");
        write(
                "assignments/part-0.jsonl",
                active("crm", "1", "E1")
                        + active("crm", "2", "E1")
                        + active("crm", "3", "E2")
                        + active("crm", "4", "E2"));
    }

    @Test
    void printsMeasuresAndTheWorstMismatches() {
        CommandRun run = evaluate();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        """
                        Records    4 in both (compared), 0 only in the truth, 0 only in the output (left out)
                        Clusters   2 entities, 2 true people
                        Pairs      1 right, 1 wrong, 2 missed
                        Pairwise   precision 0.500000, recall 0.333333, F1 0.400000
                        B-cubed    precision 0.750000, recall 0.666667, F1 0.705882
                        Worst over-merged entities
                          E2  2 people (1+1 records), wrong pairs: 1
                        Worst split people
                          P1  2 entities (2+1 records), missed pairs: 2
                        """);
    }

    @Test
    void printsJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(evaluate("--format", "json").out());

        assertThat(json.at("/records/both").intValue()).isEqualTo(4);
        assertThat(json.at("/pairwise/precision").doubleValue()).isEqualTo(0.5);
        assertThat(json.at("/b_cubed/recall").doubleValue()).isEqualTo(2.0 / 3);
        assertThat(json.at("/over_merged/0/entity_id").textValue()).isEqualTo("E2");
        assertThat(json.at("/split/0/missed_pairs").longValue()).isEqualTo(2);
    }

    @Test
    void judgesOnlyRecordsWithAValueThatIsValidAtTheDate() throws IOException {
        String job = job().toString();

        CommandRun run = evaluate("--job", job, "--at", "2020-06-01", "--worst", "0");

        assertThat(run.out())
                .startsWith(
                        """
                        At         2020-06-01; 2 records are not there then (left out)
                        Records    2 in both (compared), 0 only in the truth, 0 only in the output (left out)
                        Clusters   2 entities, 1 true people
                        """);
        // The end of an interval is not in it.
        assertThat(evaluate("--job", job, "--at", "2021-01-01", "--worst", "0").out())
                .contains("3 records are not there then");
    }

    @Test
    void leavesOutRecordsThatOnlyUndatedValuesWouldKeepIfOnlyDatedOnesCount() throws IOException {
        String job = job().toString();
        Files.writeString(
                Path.of(job),
                Files.readString(Path.of(job)).replace("{email:", "{name: from, email:"));
        write("records.csv", "uid,email,from,to\n1,a,2019-01-01,2020-01-01\n2,a,,\n");

        CommandRun all = evaluate("--job", job, "--at", "2024-06-01", "--worst", "0");
        CommandRun dated = evaluate("--job", job, "--at", "2024-06-01", "--worst", "0", "--dated");

        assertThat(all.out()).contains("2 in both");
        assertThat(dated.out()).contains("1 in both");
    }

    @Test
    void judgesByRowsOfTheTruthThatAreValidAtTheDate() throws IOException {
        write(
                "truth.csv",
                """
                perspective,uid,person,valid_from,valid_to
                crm,1,P1,,2020-01-01
                crm,1,P2,2020-01-01,
                crm,2,P1,,
                """);

        assertThat(evaluate("--at", "2019-12-31", "--worst", "0").out())
                .contains("1 right, 0 wrong");
        assertThat(evaluate("--at", "2020-01-01", "--worst", "0").out())
                .contains("0 right, 1 wrong");
        assertFails(evaluate(), "row 3 gives crm 1 a second person");
    }

    @Test
    void saysWhyTheWorstPairsAreWrongOrMissed() throws IOException {
        CommandRun run = evaluate("--job", job().toString());

        assertThat(run.out())
                .contains(
                        """
                        Wrong pairs, and why
                          E2  crm 3 (P1) and crm 4 (P2)
                            crm 3 and crm 4 are one entity,""")
                .contains("by email 'b'")
                .contains("Missed pairs, and why\n  P1  crm 1 (E1) and crm 3 (E2)\n")
                .contains("Key email: no values in common");
        JsonNode json =
                new ObjectMapper()
                        .readTree(evaluate("--job", job().toString(), "--format", "json").out());
        assertThat(json.at("/wrong_pairs/0/records/1/person").textValue()).isEqualTo("P2");
        assertThat(json.at("/missed_pairs/0/reason").size()).isPositive();
    }

    @Test
    void boundsTheRecordsThatItReads() throws IOException {
        assertFails(evaluate("--job", job().toString(), "--max-records", "3"), "--max-records");
        assertFails(evaluate("--at", "2020-06-01"), "--at: neither --job");
        assertFails(evaluate("--job", job().toString(), "--at", "soon"), "--at: 'soon' is not");
    }

    /**
     * Records 1 and 2 have e-mail a, 3 and 4 have b; 1 ends in 2020, and 4 starts in July of it.
     */
    private Path job() throws IOException {
        write(
                "records.csv",
                """
                uid,email,from,to
                1,a,,2020-01-01
                2,a,,2021-01-01
                3,b,,2021-01-01
                4,b,2020-07-01,
                """);
        write(
                "job.yaml",
                """
                ontology:
                  entity_types: {person: {identity_keys: [{name: email, attributes: [email]}]}}
                sources:
                  - name: s
                    type: files
                    path: records.csv
                    format: csv
                    perspective: crm
                    entity_type: person
                    uid: uid
                    attributes: {email: {column: email, valid_from: from, valid_to: to}}
                sinks: {assignments: {type: files, path: out}}
                output: final
                """);
        return folder.resolve("job.yaml");
    }

    @Test
    void failsBelowTheLeastPrecisionOrRecall() {
        assertThat(evaluate("--min-precision", "0.5", "--min-recall", "0.3").exitCode()).isZero();

        CommandRun imprecise = evaluate("--min-precision", "0.51");
        assertThat(imprecise.exitCode()).isEqualTo(1);
        assertThat(imprecise.err()).contains("pairwise precision 0.5 is below 0.51");
        assertThat(evaluate("--min-recall", "0.4").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--worst,-1,--worst is -1",
        "--min-recall,2,--min-recall is 2.0",
        "--format,xml,'expected one of [TEXT, JSON]'",
        "--truth-columns,uid,--truth-columns: expected",
    })
    void namesTheOptionThatIsWrong(String option, String value, String message) {
        CommandRun run = evaluate(option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void saysWhichInputIsMissingOrEmpty() throws IOException {
        assertFails(run("nowhere", "truth.csv"), "nowhere: no such file or folder");
        assertFails(run("assignments", "nowhere.csv"), "nowhere.csv: no such file or folder");
        write("empty/.part-0.inprogress", active("crm", "1", "E1"));
        assertFails(run("empty", "truth.csv"), "empty: the folder has no complete files");
        write("blank/part-0.jsonl", "\n");
        assertFails(run("blank", "truth.csv"), "blank contains no assignments");
        write("empty.csv", "");
        assertFails(run("assignments", "empty.csv"), "empty.csv: the file is empty");
        write("header.csv", "perspective,uid,person\n");
        assertFails(run("assignments", "header.csv"), "header.csv: no rows after the header");
        write("broken.csv.gz", "perspective,uid,person\n");
        assertFails(run("assignments", "broken.csv.gz"), "broken.csv.gz: not a gzip file");
    }

    private static void assertFails(CommandRun run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private CommandRun evaluate(String... arguments) {
        return run("assignments", "truth.csv", arguments);
    }

    private CommandRun run(String assignments, String truth, String... arguments) {
        String[] all = new String[arguments.length + 5];
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        all[0] = "evaluate";
        all[1] = "--assignments";
        all[2] = folder.resolve(assignments).toString();
        all[3] = "--truth";
        all[4] = folder.resolve(truth).toString();
        return CommandRun.of(KindredTools.commandLine(), all);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String active(String perspective, String uid, String entity) {
        return """
               {"entity_type":"person","perspective":"%s","uid":"%s","status":"active","revision":1,"entity_id":"%s"}
               """
                .formatted(perspective, uid, entity);
    }
}
