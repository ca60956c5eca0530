package io.kindred.tools.evaluate;

import io.kindred.tools.input.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Compares assignments with the truth.
 *
 * @param assignments a file or folder with the job's assignments, of either output mode
 * @param truth a CSV file that names the person of each record
 * @param columns the columns of the truth
 * @param worst how many over-merged entities and how many split people to list
 */
public record Evaluator(Path assignments, Path truth, TruthColumns columns, int worst) {

    /**
     * Reads both and compares them.
     *
     * @throws InvalidInputException if a file is missing, empty or malformed, or if no record is in
     *     both
     * @throws IOException if a file cannot be read
     */
    public Evaluation evaluate() throws IOException {
        RecordTable table = new RecordTable();
        RecordNaming naming = new TruthReader(truth, columns).readInto(table);
        new AssignmentReader(naming, table).read(assignments);
        int inTruth = 0;
        int assigned = 0;
        for (int record = 0; record < table.size(); record++) {
            inTruth += table.hasPerson(record) ? 1 : 0;
            assigned += table.hasEntity(record) ? 1 : 0;
        }
        Contingency byEntity = table.contingency();
        int both = byEntity.records();
        if (both == 0) {
            throw new InvalidInputException(
                    "no record is in both: %d in %s, %d in %s; check that perspectives and uids agree"
                            .formatted(inTruth, truth, assigned, assignments));
        }
        Evaluation.Pairs pairs = byEntity.pairs();
        return new Evaluation(
                both,
                inTruth - both,
                assigned - both,
                byEntity.rows(),
                byEntity.columns(),
                pairs,
                Scores.of(pairs.right(), pairs.found(), pairs.existing()),
                byEntity.bCubed(),
                byEntity.worstRows(worst, table.entities()),
                byEntity.worstColumns(worst, table.people()));
    }
}
