package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.AnswerRowJson;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.Answer;
import io.kindred.model.Query;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.query.EntityMatches;
import io.kindred.resolve.query.EntityMatches.Term;
import io.kindred.temporal.Timeline;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoreView;
import io.kindred.tools.store.StoredRow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Finds the entities that have values, in the indexes of the store. */
final class SearchAnswer {

    /** The most records that are looked at for a condition. */
    private static final int MOST_SEEN = 5_000;

    /** The most records of all entities that are looked at. */
    private static final int MOST_RECORDS = 50_000;

    private final OutputStore store;
    private final StoreView view;
    private final Timeline timeline;

    SearchAnswer(OutputStore store, StoreView view, Timeline timeline) {
        this.store = store;
        this.view = view;
        this.timeline = timeline;
    }

    /**
     * The entities that have all values of a query at the same time, as the job answers it.
     *
     * @param limit the most matches
     */
    ObjectNode where(Query query, int limit) throws AnswerException {
        Optional<EntityMatches> matches = EntityMatches.of(store.ontology(), query);
        ObjectNode answer = StoredRow.JSON.createObjectNode();
        if (matches.isEmpty()) {
            answer.put("outcome", "matches").putArray("matches");
            return answer.put("further_matches", 0);
        }
        EntityTypeRules rules = store.ontology().rules(query.entityType()).orElseThrow();
        EntityRecords records = new EntityRecords(view, timeline);
        int seen = 0;
        for (String id : candidates(query.entityType(), matches.get().terms())) {
            Optional<ObjectNode> entity = view.current(Output.ENTITIES, id);
            seen += entity.map(row -> row.path("records").size()).orElse(0);
            if (seen > MOST_RECORDS) {
                throw AnswerException.invalid(
                        "the entities that have these values have more than "
                                + MOST_RECORDS
                                + " records; add a condition that fewer have");
            }
            entity.ifPresent(
                    row -> matches.get().add(id, records.normalized(row, rules, MOST_RECORDS)));
        }
        answer =
                StoredRow.parse(
                        new AnswerRowJson(timeline)
                                .row(
                                        new Answer(
                                                "any",
                                                new Answer.Matches(matches.get().answer()),
                                                OptionalLong.empty(),
                                                List.of())));
        answer.remove("id");
        ArrayNode all = (ArrayNode) answer.path("matches");
        int further = Math.max(0, all.size() - limit);
        while (all.size() > limit) {
            all.remove(all.size() - 1);
        }
        return answer.put("further_matches", further);
    }

    /** The entities of the records that have the value that the fewest records have. */
    private Set<String> candidates(String entityType, List<Term> terms) throws AnswerException {
        Set<String> fewest = null;
        for (Term term : terms) {
            Set<String> records = new LinkedHashSet<>();
            view.havingValue(
                    entityType,
                    term.attribute(),
                    term.value(),
                    record -> records.add(record) && records.size() <= MOST_SEEN);
            if (fewest == null || records.size() < fewest.size()) {
                fewest = records;
            }
        }
        if (fewest == null || fewest.size() > MOST_SEEN) {
            throw AnswerException.invalid(
                    "more than "
                            + MOST_SEEN
                            + " records have these values; add a condition that fewer have");
        }
        Set<String> entities = new LinkedHashSet<>();
        fewest.forEach(record -> view.entityOf(record).ifPresent(entities::add));
        return entities;
    }

    /**
     * The entities with a value that begins with a text, or, of several words, with values that
     * begin with each of them.
     *
     * @param limit the most matches
     */
    ObjectNode text(String text, Optional<String> entityType, int limit) {
        ObjectNode answer = StoredRow.JSON.createObjectNode();
        TextSearch search = new TextSearch(store, view, limit);
        entityType
                .map(List::of)
                .orElseGet(() -> store.attributes().entityTypes().stream().sorted().toList())
                .forEach(type -> search.search(type, text));
        ArrayNode matches = answer.putArray("matches");
        search.found().forEach(found -> matches.add((JsonNode) found));
        return answer.put("is_complete", search.isComplete());
    }
}
