package io.kindred.tools.evaluate;

import io.kindred.tools.evaluate.Evaluation.Mismatch;
import io.kindred.tools.evaluate.Evaluation.Pairs;
import io.kindred.tools.input.InvalidInputException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class EvaluatorTest {

    private static final Offset<Double> EXACT = within(1e-12);

    @TempDir private Path folder;

    @Test
    void countsPairsAndRecordsByHand() throws IOException {
        truth("1,A", "2,A", "3,A", "4,B", "5,B", "6,C");
        assignments("1,E1", "2,E1", "4,E1", "3,E2", "5,E3", "6,E3");

        Evaluation evaluation = evaluate();

        assertThat(evaluation.pairs()).isEqualTo(new Pairs(1, 4, 4));
        assertThat(evaluation.pairwise()).isEqualTo(new Scores(0.25, 0.25));
        assertThat(evaluation.bCubed().precision()).isCloseTo(11.0 / 18, EXACT);
        assertThat(evaluation.bCubed().recall()).isCloseTo(11.0 / 18, EXACT);
        assertThat(evaluation.overMerged())
                .containsExactly(
                        new Mismatch("E1", List.of(2, 1), 2), new Mismatch("E3", List.of(1, 1), 1));
        assertThat(evaluation.split())
                .containsExactly(
                        new Mismatch("A", List.of(2, 1), 2), new Mismatch("B", List.of(1, 1), 1));
    }

    @Test
    void hasFullRecallAndLittlePrecisionWhenAllIsOneEntity() throws IOException {
        truth("1,A", "2,A", "3,B");
        assignments("1,E", "2,E", "3,E");

        Evaluation evaluation = evaluate();

        assertThat(evaluation.pairwise()).isEqualTo(new Scores(1.0 / 3, 1));
        assertThat(evaluation.pairwise().f1()).isCloseTo(0.5, EXACT);
        assertThat(evaluation.bCubed().precision()).isCloseTo(5.0 / 9, EXACT);
        assertThat(evaluation.bCubed().recall()).isCloseTo(1, EXACT);
    }

    @Test
    void hasFullPrecisionWhenNothingIsMerged() throws IOException {
        truth("1,A", "2,A");
        assignments("1,E1", "2,E2");

        assertThat(evaluate().pairwise()).isEqualTo(new Scores(1, 0));
        assertThat(evaluate().pairwise().f1()).isZero();
    }

    @Test
    void leavesOutRecordsThatOnlyOneSideHas() throws IOException {
        truth("1,A", "2,A", "3,A", "4,B");
        assignments("1,E1", "2,E1", "8,E1", "9,E9", "4,E4");

        Evaluation evaluation = evaluate();

        assertThat(evaluation.both()).isEqualTo(3);
        assertThat(evaluation.onlyInTruth()).isEqualTo(1);
        assertThat(evaluation.onlyInOutput()).isEqualTo(2);
        assertThat(evaluation.entities()).isEqualTo(2);
        assertThat(evaluation.people()).isEqualTo(2);
        assertThat(evaluation.pairwise()).isEqualTo(new Scores(1, 1));
    }

    @Test
    void foldsAChangelogByRevisionWhateverTheOrderOfItsFiles() throws IOException {
        truth("1,A", "2,A", "3,A");
        write("out/part-0", row("1", "active", 3, "E1") + row("2", "active", 9, "E1"));
        write("out/2026/part-1", row("1", "active", 2, "E7") + row("3", "active", 1, "E1"));
        write("out/part-2", row("3", "retired", 2, "E1") + row("2", "active", 10, "E2"));
        write("out/_tmp/part-3", "not read");
        write("out/.part-4", "not read");
        try (OutputStream gzip =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("out/part-5.gz")))) {
            gzip.write(row("1", "active", 1, "E8").getBytes(StandardCharsets.UTF_8));
        }

        Evaluation evaluation = evaluate();

        assertThat(evaluation.both()).isEqualTo(2);
        assertThat(evaluation.onlyInTruth()).isEqualTo(1);
        assertThat(evaluation.split()).containsExactly(new Mismatch("A", List.of(1, 1), 1));
    }

    @Test
    void singlesOutTheWorstFirstAndThenByName() throws IOException {
        truth("1,A", "2,B", "3,C", "4,D", "5,E", "6,F", "7,G");
        assignments("1,Z", "2,Z", "3,Y", "4,Y", "5,X", "6,X", "7,X");

        assertThat(evaluate(2).overMerged()).extracting(Mismatch::name).containsExactly("X", "Y");
        assertThat(evaluate(0).overMerged()).isEmpty();
    }

    @Test
    void readsOtherColumnsAndTellsEntityTypesApart() throws IOException {
        write(
                "truth.csv",
                "cluster,type,id,system\nA,person,1,crm\nB,firm,1,crm\nA,person,2,crm\n");
        write(
                "out/part-0",
                row("1", "active", 1, "E1")
                        + row("1", "active", 1, "E2").replace("person", "firm")
                        + row("2", "active", 1, "E1"));
        TruthColumns columns = TruthColumns.of(List.of("system", "id", "cluster", "type"));

        Evaluation evaluation =
                new Evaluator(folder.resolve("out"), folder.resolve("truth.csv"), columns, 5)
                        .evaluate();

        assertThat(evaluation.both()).isEqualTo(3);
        assertThat(evaluation.pairwise()).isEqualTo(new Scores(1, 1));
    }

    @Test
    void refusesMixedEntityTypesWithoutAColumnForThem() throws IOException {
        truth("1,A");
        write(
                "out/part-0",
                row("1", "active", 1, "E1")
                        + row("1", "active", 1, "E2").replace("person", "firm"));

        assertThatThrownBy(this::evaluate)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("part-0: line 2: entity types person and firm are mixed");
    }

    @Test
    void namesThePlaceOfABadRow() throws IOException {
        truth("1,A");
        assertRejected("nonsense", "line 1: not JSON");
        assertRejected("[]", "no entity_type");
        assertRejected(row("1", "gone", 1, "E1"), "status is 'gone'");
        assertRejected(row("1", "active", 1, "E1").replace(":1,", ":1.5,"), "revision is not");
        assertRejected(row("1", "active", 1, ""), "no entity_id");
    }

    @Test
    void refusesATruthThatContradictsItself() throws IOException {
        assignments("1,E1");
        truth("1,A", "1,A", "1,B");
        assertThatThrownBy(this::evaluate)
                .hasMessageContaining("row 4 gives crm 1 a second person, 'B'");
        write("truth.csv", "perspective,uid\ncrm,1\n");
        assertThatThrownBy(this::evaluate).hasMessageContaining("no column 'person'");
        write("truth.csv", "perspective,uid,person\ncrm,1\n");
        assertThatThrownBy(this::evaluate).hasMessageContaining("row 2 has 2 columns");
        write("truth.csv", "perspective,uid,person\ncrm,,A\n");
        assertThatThrownBy(this::evaluate).hasMessageContaining("row 2 lacks");
    }

    @Test
    void refusesSidesWithNothingInCommon() throws IOException {
        truth("1,A");
        assignments("2,E1");

        assertThatThrownBy(this::evaluate)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no record is in both");
    }

    private void assertRejected(String row, String message) throws IOException {
        write("out/part-0", row);
        assertThatThrownBy(this::evaluate)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private Evaluation evaluate() throws IOException {
        return evaluate(5);
    }

    private Evaluation evaluate(int worst) throws IOException {
        Path truth = folder.resolve("truth.csv");
        return new Evaluator(folder.resolve("out"), truth, TruthColumns.DEFAULT, worst).evaluate();
    }

    private void truth(String... uidAndPerson) throws IOException {
        StringBuilder csv = new StringBuilder("perspective,uid,person\n");
        for (String row : uidAndPerson) {
            csv.append("crm,").append(row).append('\n');
        }
        write("truth.csv", csv.toString());
    }

    private void assignments(String... uidAndEntity) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String pair : uidAndEntity) {
            String[] parts = pair.split(",");
            lines.append(row(parts[0], "active", 1, parts[1]));
        }
        write("out/part-0", lines.toString());
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String row(String uid, String status, long revision, String entity) {
        return """
               {"entity_type":"person","perspective":"crm","uid":"%s","status":"%s","revision":%d,"entity_id":"%s"}
               """
                .formatted(uid, status, revision, entity);
    }
}
