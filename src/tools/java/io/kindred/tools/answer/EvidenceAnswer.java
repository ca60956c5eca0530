package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.kindred.codec.ScoreJson;
import io.kindred.model.MergeStep;
import io.kindred.model.MergeStep.Cohesion;
import io.kindred.model.Neighborhood;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.cluster.Visit.Outcome;
import io.kindred.resolve.query.EntityEvidence;
import io.kindred.resolve.query.EntityEvidence.Decided;
import io.kindred.resolve.query.EntityEvidence.Score;
import io.kindred.resolve.query.EntityEvidence.Shared;
import io.kindred.resolve.query.NeighborRecords.ComponentVisitor;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.tools.answer.StoredNeighbors.TooLargeException;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What speaks for and against an entity, as JSON. The component of the entity is read and resolved
 * in heap. Of one with more than {@link Neighborhood#MAX_RECORDS} records the first {@value
 * #MOST_RECORDS} of the entity are resolved alone; {@code is_complete} is false then.
 */
final class EvidenceAnswer {

    /** The most records of an entity that are shown. */
    static final int MOST_RECORDS = 1_000;

    private final Ontology ontology;
    private final Timeline timeline;

    EvidenceAnswer(Ontology ontology, Timeline timeline) {
        this.ontology = ontology;
        this.timeline = timeline;
    }

    ObjectNode answer(StoreView view, ObjectNode entity, EntityTypeRules rules)
            throws AnswerException {
        String entityType = entity.path("entity_type").asText();
        StoredNeighbors neighbors = new StoredNeighbors(view, entityType, rules);
        Component component = new Component();
        List<String> own = EntityRecords.identities(entity, MOST_RECORDS);
        int further = entity.path("records").size() - own.size();
        boolean isComplete = further == 0;
        if (own.stream().anyMatch(id -> neighbors.normalized(id).isEmpty())) {
            throw new AnswerException(
                    AnswerException.Reason.NOT_YET,
                    "not all records of the entity have been read yet; ask again");
        }
        for (String id : own) {
            if (isComplete && !component.members.contains(id)) {
                isComplete = isRead(neighbors, id, component);
            }
        }
        List<NormalizedRecord> records =
                (isComplete ? component.members : own)
                        .stream().map(id -> neighbors.normalized(id).orElseThrow()).toList();
        ObjectNode answer = StoredRow.JSON.createObjectNode();
        answer.set("entity_id", entity.path("entity_id"));
        answer.put("entity_type", entityType);
        EntityEvidence evidence =
                evidence(records, neighbors, entity.path("entity_id").asText(), isComplete);
        if (evidence.records().isEmpty()) {
            throw new AnswerException(
                    AnswerException.Reason.NOT_YET,
                    "the rows of the entity and its records do not agree yet; ask again");
        }
        write(answer, evidence, rules);
        answer.put("further_records", further);
        answer.put("is_complete", isComplete);
        return answer;
    }

    private EntityEvidence evidence(
            List<NormalizedRecord> records,
            StoredNeighbors neighbors,
            String entityId,
            boolean isComplete) {
        return isComplete
                ? EntityEvidence.of(
                        records, ontology, neighbors.matcher(), neighbors.generic(), entityId)
                : EntityEvidence.among(
                        records, ontology, neighbors.matcher(), neighbors.generic(), entityId);
    }

    private static boolean isRead(StoredNeighbors neighbors, String id, Component component) {
        try {
            neighbors.visitComponent(id, component);
            return !component.isTooLarge;
        } catch (TooLargeException tooMany) {
            return false;
        }
    }

    private static final class Component implements ComponentVisitor<String> {
        private final Set<String> members = new LinkedHashSet<>();
        private boolean isTooLarge;

        @Override
        public boolean size(long size) {
            return true;
        }

        @Override
        public boolean member(String id, Optional<SourceRecord> record) {
            members.add(id);
            isTooLarge = members.size() > Neighborhood.MAX_RECORDS;
            return !isTooLarge;
        }
    }

    private void write(ObjectNode answer, EntityEvidence evidence, EntityTypeRules rules) {
        ArrayNode records = answer.putArray("records");
        evidence.records()
                .forEach(
                        each -> {
                            ObjectNode record = records.addObject();
                            identity(record, each.identity());
                            record.put("entity_id", each.entityId());
                        });
        ArrayNode groups = answer.putArray("groups");
        IntStream.range(0, evidence.groups().size())
                .forEach(
                        i -> {
                            Shared group = evidence.groups().get(i);
                            ObjectNode node = shared(groups.addObject().put("id", i), group);
                            interval(node, group.interval());
                            node.put("contested", group.isContested());
                        });
        ArrayNode scores = answer.putArray("scores");
        evidence.scores().forEach(each -> score(scores.addObject(), each, rules));
        ArrayNode decisions = answer.putArray("decisions");
        evidence.decisions().forEach(each -> decided(decisions.addObject(), each));
        ArrayNode generic = answer.putArray("generic");
        evidence.generic().forEach(each -> shared(generic.addObject(), each));
        ArrayNode steps = answer.putArray("steps");
        evidence.steps().forEach(each -> step(steps.addObject(), each));
    }

    private static void identity(ObjectNode node, RecordIdentity identity) {
        node.put("perspective", identity.perspective()).put("uid", identity.uid());
    }

    private static ObjectNode shared(ObjectNode node, Shared shared) {
        node.put("key", shared.key());
        shared.values().forEach(node.putArray("values")::add);
        shared.records().forEach(node.putArray("records")::add);
        return node;
    }

    private void score(ObjectNode node, Score score, EntityTypeRules rules) {
        node.put("left", score.left()).put("right", score.right());
        node.put("key", score.key()).put("total", score.total());
        interval(node, score.interval());
        if (score.outcome() instanceof Outcome.Measured measured) {
            node.put("outcome", measured.isMerged() ? "merged" : "not_coherent");
            node.putObject("cohesion")
                    .put("mean", measured.mean())
                    .put("least", rules.score().map(ScoreRules::cohesion).orElseThrow())
                    .put("pairs", measured.pairs());
        } else {
            node.put(
                    "outcome",
                    score.outcome() instanceof Outcome.Contested ? "contested" : "together");
        }
        score.parts().ifPresent(parts -> parts(node, parts));
    }

    /** As explanations of the job have them. */
    private static void parts(ObjectNode node, ScoreEvidence score) {
        node.put("link", score.link().value());
        try (TokenBuffer json = new TokenBuffer(StoredRow.JSON, false)) {
            json.writeStartObject();
            ScoreJson.parts(json, score);
            json.writeEndObject();
            node.setAll(StoredRow.JSON.<ObjectNode>readTree(json.asParser()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    private static void decided(ObjectNode node, Decided decided) {
        node.put("left", decided.left()).put("right", decided.right());
        node.put("verdict", decided.verdict().text());
        decided.reason()
                .ifPresentOrElse(text -> node.put("reason", text), () -> node.putNull("reason"));
    }

    private void step(ObjectNode node, MergeStep step) {
        node.put("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
        node.put("key", step.key());
        step.values().forEach(node.putArray("values")::add);
        interval(node, step.interval());
        ArrayNode records = node.putArray("records");
        step.records().forEach(each -> identity(records.addObject(), each));
        step.score().ifPresent(score -> node.put("score", score.value()));
        if (step.cohesion().isPresent()) {
            Cohesion cohesion = step.cohesion().get();
            node.putObject("cohesion")
                    .put("mean", cohesion.mean().value())
                    .put("least", cohesion.least().value())
                    .put("pairs", cohesion.pairs());
        }
    }

    private void interval(ObjectNode node, Interval interval) {
        point(node, "start", interval.start(), Interval.MIN);
        point(node, "end", interval.end(), Interval.MAX);
    }

    private void point(ObjectNode node, String name, long point, long infinite) {
        if (point == infinite) {
            node.putNull(name);
        } else if (timeline == Timeline.INTEGER) {
            node.put(name, point);
        } else {
            node.put(name, timeline.format(point));
        }
    }
}
