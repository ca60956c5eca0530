package io.kindred.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Compares assignments with the truth.
 *
 * @param assignments a file or folder of the job's assignments, a changelog or its final state
 * @param truth a CSV file
 * @param columns the columns of the truth
 * @param worst how many entities and people to single out
 */
public record Evaluator(Path assignments, Path truth, TruthColumns columns, int worst) {

    /**
     * Reads both and compares them.
     *
     * @throws InvalidInputException if one is missing, empty or malformed, or they have no record
     *     in common
     * @throws IOException if one cannot be read
     */
    public Evaluation evaluate() throws IOException {
        RecordTable table = new RecordTable();
        RecordNaming naming = new TruthReader(truth, columns).readInto(table);
        new AssignmentReader(naming, table).read(assignments);
        int listener = 0;
        int assigned = 0;
        for (int item = 0; item < table.size(); item++) {
            listener += table.isTold(item) ? 1 : 0;
            assigned += table.isAssigned(item) ? 1 : 0;
        }
        Contingency byEntity = table.contingency();
        int both = byEntity.records();
        if (both == 0) {
            throw new InvalidInputException(
                    "no record is in both: %d in %s, %d in %s; do perspectives and uids agree?"
                            .formatted(listener, truth, assigned, assignments));
        }
        Evaluation.Pairs pairs = byEntity.pairs();
        return new Evaluation(
                both,
                listener - both,
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
