package io.kindred.tools.evaluate;

import io.kindred.model.RecordIdentity;
import io.kindred.tools.evaluate.Evaluation.Pairs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A truth in memory, against which several results are held. About 100 bytes of heap a record. */
public final class TruthFile {

    private final RecordTable table;
    private final RecordNaming naming;

    private TruthFile(RecordTable table, RecordNaming naming) {
        this.table = table;
        this.naming = naming;
    }

    /**
     * Reads which person each record is about.
     *
     * @throws io.kindred.tools.input.InvalidInputException if the file is missing or malformed
     */
    public static TruthFile read(Path file, TruthColumns columns) throws IOException {
        RecordTable table = new RecordTable();
        return new TruthFile(
                table, new TruthReader(file, columns, Optional.empty()).readInto(table));
    }

    /**
     * Counts the pairs of a result. Costs its records, not its pairs.
     *
     * @param entities the records of each entity; those that the truth does not have do not count
     */
    public Pairs pairs(Iterable<List<RecordIdentity>> entities) {
        Contingency counts = new Contingency();
        int number = 0;
        for (List<RecordIdentity> entity : entities) {
            for (RecordIdentity record : entity) {
                int person =
                        table.personOf(
                                naming.name(
                                        record.entityType(), record.perspective(), record.uid()));
                if (person >= 0) {
                    counts.add(number, person);
                }
            }
            number++;
        }
        return counts.pairs();
    }
}
