package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Verdict;
import io.kindred.offline.decide.PairQuestion;
import io.kindred.offline.decide.QuestionFinder;
import io.kindred.offline.decide.RecordPair;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.tools.store.ConflictRow;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The questions about pairs of records that may resolve a conflict, and how they were answered: by
 * decisions that the job has read, or that were only written so far.
 */
final class ConflictQuestions {

    private final Ontology ontology;
    private final StoreView view;
    private final WrittenDecisions written;
    private final Map<RecordIdentity, Optional<SourceRecord>> rows = new HashMap<>();
    private final Map<RecordIdentity, Optional<Placed>> records = new HashMap<>();

    ConflictQuestions(Ontology ontology, StoreView view, WrittenDecisions written) {
        this.ontology = ontology;
        this.view = view;
        this.written = written;
    }

    ArrayNode of(ObjectNode row) {
        Conflict conflict = ConflictRow.read(row);
        ArrayNode questions = StoredRow.JSON.createArrayNode();
        for (PairQuestion pair : new QuestionFinder(ontology, this::record).of(conflict)) {
            ObjectNode question = questions.addObject();
            put(question.putObject("left"), pair.left());
            put(question.putObject("right"), pair.right());
            ShownDecision shown = ShownDecision.of(row(pair.left()), row(pair.right()));
            Optional<Verdict> read = shown.verdict();
            Optional<Verdict> last =
                    written.decision(RecordPair.of(pair.left(), pair.right()), shown).verdict();
            question.put("answered", last.map(Verdict::text).orElse(null));
            question.put("is_pending", !last.equals(read));
        }
        return questions;
    }

    private static void put(ObjectNode node, RecordIdentity record) {
        node.put("perspective", record.perspective()).put("uid", record.uid());
    }

    private Optional<SourceRecord> row(RecordIdentity identity) {
        return rows.computeIfAbsent(identity, any -> view.record(identity.joined()));
    }

    private Optional<Placed> record(RecordIdentity identity) {
        return records.computeIfAbsent(identity, this::placed);
    }

    /** Without the output of records nothing is known of it but where it is. */
    private Optional<Placed> placed(RecordIdentity identity) {
        return view.entityOf(identity.joined())
                .map(
                        entity -> {
                            SourceRecord record =
                                    row(identity)
                                            .orElse(
                                                    SourceRecord.upsert(
                                                            identity,
                                                            OptionalLong.empty(),
                                                            List.of()));
                            return new Placed(
                                    identity, entity, record.descriptors(), record.decisions());
                        });
    }
}
