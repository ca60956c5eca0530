package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Query;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.offline.decide.RecordPair;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;
import io.kindred.tools.answer.ConflictsAnswer.Wanted;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.Optional;

/**
 * Answers about a job's results from the store of its outputs, as JSON objects. Each answer is from
 * one moment of the store. Safe for use by threads.
 */
public final class Answers {

    /** The most records of an answer that has their values. */
    public static final int MOST_RECORDS = EvidenceAnswer.MOST_RECORDS;

    /** The most conflicts of an answer. */
    public static final int MOST_CONFLICTS = ConflictsAnswer.MOST;

    private static final int MOST_ENTITY_CONFLICTS = 1_000;

    private final OutputStore store;
    private final String name;
    private final RetentionConfig retention;
    private final WrittenDecisions written;
    private final Ontology ontology;
    private final Timeline timeline;

    /**
     * @param name of the job
     * @param retention when values expire, as the job has it
     * @param ontology that of the store, with attributes in the order in which they are listed
     */
    public Answers(OutputStore store, String name, RetentionConfig retention, Ontology ontology) {
        this(store, name, retention, ontology, new WrittenDecisions());
    }

    /**
     * @param name of the job
     * @param retention when values expire, as the job has it
     * @param ontology that of the store, with attributes in the order in which they are listed
     * @param written decisions that the job may not have read
     */
    public Answers(
            OutputStore store,
            String name,
            RetentionConfig retention,
            Ontology ontology,
            WrittenDecisions written) {
        this.store = store;
        this.name = name;
        this.retention = retention;
        this.ontology = ontology;
        this.written = written;
        this.timeline = store.timeline();
    }

    /** What the job is about: entity types with attributes and keys, and its outputs. */
    public ObjectNode info() {
        return new InfoAnswer(store, ontology).of(name);
    }

    /**
     * An entity with its golden record, or its successors if it is retired. With the output of
     * records each golden value has the records that say so, among the first {@link #MOST_RECORDS}
     * of the entity; {@code further_records} counts the others.
     */
    public ObjectNode entity(String id) throws AnswerException {
        try (StoreView view = store.view()) {
            ObjectNode entity = row(view, id).node();
            if (StoredRow.isGone(entity)) {
                return entity;
            }
            Optional<EntityTypeRules> rules = ontology.rules(entity.path("entity_type").asText());
            if (hasRecords() && rules.isPresent()) {
                new EntityRecords(view, timeline).addSources(entity, rules.get(), MOST_RECORDS);
                int further = entity.path("records").size() - MOST_RECORDS;
                if (further > 0) {
                    entity.put("further_records", further);
                }
            }
            forms(entity).addToGolden(entity);
            ArrayNode conflicts = entity.putArray("conflicts");
            view.conflictsOf(id, MOST_ENTITY_CONFLICTS).forEach(conflicts::add);
            return entity;
        }
    }

    private NormalForms forms(JsonNode row) {
        return new NormalForms(store, row.path("entity_type").asText());
    }

    private static StoredRow row(StoreView view, String id) throws AnswerException {
        return view.stored(Output.ENTITIES, id)
                .orElseThrow(() -> AnswerException.unknown("no entity has this id"));
    }

    private boolean hasRecords() {
        return store.outputs().contains(Output.RECORDS);
    }

    private void needRecords() throws AnswerException {
        if (!hasRecords()) {
            throw new AnswerException(
                    AnswerException.Reason.NOT_AVAILABLE,
                    "the job does not write the output records; add sinks.records to the job file");
        }
    }

    /** The id of the entity that a record is in. */
    public String entityOf(RecordIdentity identity) throws AnswerException {
        try (StoreView view = store.view()) {
            return view.entityOf(identity.joined())
                    .orElseThrow(() -> AnswerException.unknown("there is no such record"));
        }
    }

    /** The records of an entity with their values. */
    public ObjectNode entityRecords(String id) throws AnswerException {
        needRecords();
        try (StoreView view = store.view()) {
            ObjectNode entity = active(view, id);
            ObjectNode answer = StoredRow.JSON.createObjectNode();
            answer.put("entity_id", id);
            ArrayNode records = new EntityRecords(view, timeline).values(entity, MOST_RECORDS);
            records.forEach(each -> forms(entity).addToRecord((ObjectNode) each));
            answer.set("records", records);
            answer.put(
                    "further_records", Math.max(0, entity.path("records").size() - MOST_RECORDS));
            return answer;
        }
    }

    private static ObjectNode active(StoreView view, String id) throws AnswerException {
        ObjectNode entity = row(view, id).node();
        if (StoredRow.isGone(entity)) {
            throw AnswerException.unknown(
                    "the entity is retired; ask /entities for its successors");
        }
        return entity;
    }

    /** A record, with its values if the job writes them, and the entity that it is in. */
    public ObjectNode record(RecordIdentity identity) throws AnswerException {
        try (StoreView view = store.view()) {
            String joined = identity.joined();
            ObjectNode assignment =
                    view.row(Output.ASSIGNMENTS, joined)
                            .orElseThrow(() -> AnswerException.unknown("there is no such record"));
            if (hasRecords() && !StoredRow.isGone(assignment)) {
                view.current(Output.RECORDS, joined)
                        .ifPresent(
                                row -> {
                                    assignment.set("descriptors", row.path("descriptors"));
                                    forms(assignment).addToRecord(assignment);
                                });
            }
            return assignment;
        }
    }

    /** See {@link SearchAnswer#where}. */
    public ObjectNode where(Query query, int limit) throws AnswerException {
        needRecords();
        try (StoreView view = store.view()) {
            return new SearchAnswer(store, view, timeline).where(query, limit);
        }
    }

    /** See {@link SearchAnswer#text}. */
    public ObjectNode text(String text, Optional<String> entityType, int limit) {
        try (StoreView view = store.view()) {
            return new SearchAnswer(store, view, timeline).text(text, entityType, limit);
        }
    }

    /**
     * How a record would be resolved if it arrived now.
     *
     * @param record of an entity type that the ontology covers
     */
    public ObjectNode match(SourceRecord record) throws AnswerException {
        needRecords();
        try (StoreView view = store.view()) {
            return new MatchAnswer(ontology, timeline, retention).answer(view, record);
        }
    }

    /**
     * Open conflicts, the worst first.
     *
     * @param limit 1 to {@link #MOST_CONFLICTS}
     * @param after the field {@code next} of an answer, to go on after it
     */
    public ObjectNode conflicts(
            Optional<String> type,
            Optional<String> kind,
            Optional<String> entity,
            int limit,
            Optional<String> after)
            throws AnswerException {
        if (!store.outputs().contains(Output.CONFLICTS)) {
            throw new AnswerException(
                    AnswerException.Reason.NOT_AVAILABLE,
                    "the job does not write the output conflicts; add sinks.conflicts to the job"
                            + " file");
        }
        try (StoreView view = store.view()) {
            ObjectNode answer =
                    new ConflictsAnswer(view, new ConflictQuestions(ontology, view, written))
                            .answer(new Wanted(type, kind, entity, limit, after));
            return answer.put("open", view.counts().getOrDefault("conflicts", 0L));
        }
    }

    /** What the outputs show about a decision on two records. */
    public ShownDecision shownDecision(RecordPair pair) {
        try (StoreView view = store.view()) {
            return ShownDecision.of(
                    view.record(pair.lesser().joined()), view.record(pair.greater().joined()));
        }
    }

    /** How an entity came to be what it is. */
    public ObjectNode history(String id) throws AnswerException {
        try (StoreView view = store.view()) {
            return HistoryAnswer.of(view, row(view, id));
        }
    }

    /** What speaks for and against an entity. */
    public ObjectNode evidence(String id) throws AnswerException {
        needRecords();
        try (StoreView view = store.view()) {
            ObjectNode entity = active(view, id);
            EntityTypeRules rules =
                    ontology.rules(entity.path("entity_type").asText())
                            .orElseThrow(
                                    () ->
                                            AnswerException.unknown(
                                                    "the ontology does not cover the type of the"
                                                            + " entity"));
            return new EvidenceAnswer(ontology, timeline).answer(view, entity, rules);
        }
    }

    /** Whether an entity type is covered by the ontology. */
    public boolean covers(String entityType) {
        return ontology.rules(entityType).isPresent();
    }
}
