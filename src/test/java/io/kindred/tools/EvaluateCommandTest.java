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
