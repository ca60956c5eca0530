package io.kindred.tools.evaluate;

import io.kindred.model.RecordIdentity;
import io.kindred.temporal.Timeline;
import io.kindred.tools.evaluate.Evaluation.At;
import io.kindred.tools.evaluate.Evaluation.Mismatch;
import io.kindred.tools.evaluate.Evaluation.Reasons;
import io.kindred.tools.input.InvalidInputException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares assignments with the truth.
 *
 * @param assignments a file or folder with the job's assignments, of either output mode
 * @param truth a CSV file that names the person of each record
 * @param columns the columns of the truth
 * @param worst how many over-merged entities and how many split people to list
 * @param job the job, whose records give the reasons, and say what is valid when
 * @param at the date at which to judge; empty for all time
 */
public record Evaluator(
        Path assignments,
        Path truth,
        TruthColumns columns,
        int worst,
        Optional<JudgedJob> job,
        Optional<String> at) {

    /** An evaluator over all time that gives no reasons. */
    public Evaluator(Path assignments, Path truth, TruthColumns columns, int worst) {
        this(assignments, truth, columns, worst, Optional.empty(), Optional.empty());
    }

    /**
     * Reads both and compares them.
     *
     * @throws InvalidInputException if a file is missing, empty or malformed, or if no record is in
     *     both
     * @throws IOException if a file cannot be read
     */
    public Evaluation evaluate() throws IOException {
        RecordTable table = new RecordTable();
        Optional<ValidAt> date = date();
        TruthReader reader = new TruthReader(truth, columns, date);
        RecordNaming naming = reader.readInto(table);
        if (date.isPresent() && job.isEmpty() && !reader.hasTimes()) {
            throw new InvalidInputException(
                    "--at: neither --job says which records are there then, nor do columns valid_from"
                            + " and valid_to in "
                            + truth);
        }
        AssignmentReader output = new AssignmentReader(naming, table);
        output.read(assignments);
        Optional<At> judged = Optional.empty();
        if (date.isPresent()) {
            judged = Optional.of(new At(date.get().text(), leaveOut(table, date.get(), naming)));
        }
        return evaluation(table, new WorstPairs(table, naming, output.onlyType()), judged);
    }

    private Optional<ValidAt> date() throws IOException {
        if (at.isEmpty()) {
            return Optional.empty();
        }
        Timeline timeline = job.map(each -> each.config().timeline()).orElse(Timeline.MILLIS);
        return Optional.of(
                ValidAt.of(at.get(), timeline, job.filter(JudgedJob::isDated).isPresent()));
    }

    private int leaveOut(RecordTable table, ValidAt date, RecordNaming naming) throws IOException {
        return job.isEmpty()
                ? 0
                : table.retain(date.recordsOf(job.get().config(), job.get().maxRecords(), naming));
    }

    private Evaluation evaluation(RecordTable table, WorstPairs pairsOf, Optional<At> judged)
            throws IOException {
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
        List<Mismatch> overMerged = byEntity.worstRows(worst, table.entities());
        List<Mismatch> split = byEntity.worstColumns(worst, table.people());
        return new Evaluation(
                both,
                inTruth - both,
                assigned - both,
                byEntity.rows(),
                byEntity.columns(),
                pairs,
                Scores.of(pairs.right(), pairs.found(), pairs.existing()),
                byEntity.bCubed(),
                overMerged,
                split,
                judged,
                reasons(pairsOf, overMerged, split));
    }

    private Reasons reasons(WorstPairs pairs, List<Mismatch> overMerged, List<Mismatch> split)
            throws IOException {
        if (job.isEmpty() || overMerged.isEmpty() && split.isEmpty()) {
            return Reasons.NONE;
        }
        RecordTable table = pairs.table();
        Explanations explanations = Explanations.of(job.get().config(), job.get().maxRecords());
        List<ExplainedPair> wrong = new ArrayList<>();
        for (WorstPairs.Pair pair : pairs.wrong(overMerged)) {
            Explanations.Reason reason =
                    explanations.together(
                            pairs.identity(pair.first()),
                            pairs.identity(pair.second()),
                            (one, other) -> pairs.person(one) != pairs.person(other));
            wrong.add(
                    explained(
                            pair,
                            reason,
                            personOf(pairs, reason.first()),
                            personOf(pairs, reason.second())));
        }
        List<ExplainedPair> missed = new ArrayList<>();
        for (WorstPairs.Pair pair : pairs.missed(split)) {
            Explanations.Reason reason =
                    explanations.apart(pairs.identity(pair.first()), pairs.identity(pair.second()));
            missed.add(
                    explained(
                            pair,
                            reason,
                            table.entities().name(table.entity(pair.first())),
                            table.entities().name(table.entity(pair.second()))));
        }
        return new Reasons(wrong, missed);
    }

    private static String personOf(WorstPairs pairs, RecordIdentity record) {
        int person = pairs.person(record);
        return person < 0 ? "not in the truth" : pairs.table().people().name(person);
    }

    private static ExplainedPair explained(
            WorstPairs.Pair pair, Explanations.Reason reason, String firstIn, String secondIn) {
        return new ExplainedPair(
                pair.of(), reason.first(), firstIn, reason.second(), secondIn, reason.text());
    }
}
