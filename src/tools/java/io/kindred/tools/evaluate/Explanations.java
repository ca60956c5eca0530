package io.kindred.tools.evaluate;

import io.kindred.codec.Decoded;
import io.kindred.codec.ExplanationText;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Decision;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.Link;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.tools.input.InvalidInputException;
import io.kindred.tools.input.RecordFiles;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Says why records are, or are not, one entity. Resolves all records of a job's files in memory,
 * since only all of them say which values are generic; that takes about as long as the job, and
 * some KB of heap a record.
 */
final class Explanations {

    private static final int BATCH = 20_000;

    private final ShardEngine engine;
    private final ExplanationText text;
    private final int limit;
    private long inputs;
    private long order;

    private Explanations(JobConfig job, int limit) {
        this.engine = new ShardEngine(job.ontology(), job.timeline(), new InMemoryShardTables());
        this.text = new ExplanationText(job.timeline());
        this.limit = limit;
        if (job.ontology().hasRetention() && job.timeline() == Timeline.MILLIS) {
            engine.advance(job.retention().now().at(System.currentTimeMillis()));
        }
    }

    /**
     * Resolves the records of a job.
     *
     * @param limit how many inputs there may be
     * @throws InvalidInputException if there are more
     */
    static Explanations of(JobConfig job, int limit) throws IOException {
        Explanations explanations = new Explanations(job, limit);
        RecordFiles.ofJob(job).read(explanations::accept);
        if (explanations.inputs > limit) {
            throw new InvalidInputException(
                    "%,d inputs are more than --max-records allows (%,d)"
                            .formatted(explanations.inputs, limit));
        }
        explanations.engine.flush(update -> {});
        return explanations;
    }

    private void accept(Decoded decoded) {
        inputs++;
        if (inputs > limit) {
            return;
        }
        decoded.records().forEach(engine::accept);
        for (Decision decision : decoded.decisions()) {
            decision.sides(order++).forEach(engine::accept);
        }
        if (inputs % BATCH == 0) {
            engine.flush(update -> {});
        }
    }

    /**
     * Two records with the reason, in lines of text.
     *
     * @param first as it was asked for, or the first record of the link that is to blame
     */
    record Reason(RecordIdentity first, RecordIdentity second, String text) {}

    /**
     * Why two records are one entity: of the links between them, the first one of two records that
     * differ.
     *
     * @param differ whether two records should not be one entity
     */
    Reason together(
            RecordIdentity first,
            RecordIdentity second,
            BiPredicate<RecordIdentity, RecordIdentity> differ) {
        Explanation.OfPair pair = engine.explain(first, second);
        if (pair.verdict() instanceof Explanation.Same same) {
            Optional<Link> wrong =
                    same.chain().stream()
                            .filter(link -> differ.test(link.from(), link.to()))
                            .findFirst();
            if (wrong.isPresent() && same.chain().size() > 1) {
                return apart(wrong.get().from(), wrong.get().to());
            }
        }
        return apart(first, second);
    }

    /** What {@code explain} says of two records. */
    Reason apart(RecordIdentity first, RecordIdentity second) {
        return new Reason(first, second, text.of(explain(first, second)));
    }

    private Explanation explain(RecordIdentity first, RecordIdentity second) {
        Found found = engine.answer(new Question.Why(first, Optional.of(second)));
        return ((Explained) found).explanation();
    }
}
