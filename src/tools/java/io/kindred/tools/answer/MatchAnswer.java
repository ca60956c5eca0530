package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.AnswerRowJson;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Gathered;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Neighborhood;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.GatheredMatch;
import io.kindred.resolve.query.NeighborSearch;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.keyed.Registration;
import io.kindred.temporal.Timeline;
import io.kindred.tools.answer.StoredNeighbors.TooLargeException;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How a record would be resolved if it arrived now. The records that it would meet are found in the
 * store, and resolved in heap without and with it, as for a job of several shards.
 */
final class MatchAnswer {

    /** The number of the only shard, which is the store. */
    private static final int OWNER = 0;

    private final Ontology ontology;
    private final Timeline timeline;
    private final RetentionConfig retention;

    MatchAnswer(Ontology ontology, Timeline timeline, RetentionConfig retention) {
        this.ontology = ontology;
        this.timeline = timeline;
        this.retention = retention;
    }

    ObjectNode answer(StoreView view, SourceRecord record) {
        String entityType = record.identity().entityType();
        EntityTypeRules rules = ontology.rules(entityType).orElseThrow();
        Optional<SourceRecord> stored = view.record(record.identity().joined());
        Neighbors asked =
                new Registry(ontology, 1)
                        .neighbors(
                                stored.map(MatchAnswer::registered),
                                newest(record),
                                retention.now().at(System.currentTimeMillis()));
        Gathered part =
                new Gathered(neighbors(new StoredNeighbors(view, entityType, rules), asked, rules));
        Found found =
                GatheredMatch.of(
                        ontology,
                        timeline,
                        asked,
                        new TreeMap<Integer, Found>(Map.of(OWNER, part)));
        AnswerRowJson json = new AnswerRowJson(timeline);
        if (found instanceof Matched matched) {
            return StoredRow.parse(json.row(matched.result()));
        }
        return StoredRow.JSON
                .createObjectNode()
                .put("outcome", "too_large")
                .put("reason", Answer.TooLarge.REASON);
    }

    private static Neighborhood neighbors(
            StoredNeighbors records, Neighbors asked, EntityTypeRules rules) {
        try {
            return NeighborSearch.among(records, asked, rules);
        } catch (TooLargeException tooMany) {
            return Neighborhood.TOO_LARGE;
        }
    }

    private static Registration registered(SourceRecord record) {
        return new Registration(
                Registration.Status.PRESENT,
                OptionalLong.empty(),
                1,
                record.descriptors(),
                List.of(),
                record.decisions());
    }

    /** A record without a version replaces whatever there is. */
    private static SourceRecord newest(SourceRecord record) {
        return SourceRecord.upsert(record.identity(), OptionalLong.empty(), record.descriptors());
    }
}
