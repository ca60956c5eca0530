package io.kindred.resolve.query;

import io.kindred.model.Entity;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.query.EntityMatches.Term;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers queries from the value index. Reads the posting lists of all conditions in step until the
 * shortest ends, and evaluates only the candidate entities found there.
 */
public final class QueryEvaluator {

    private final ShardState state;

    public QueryEvaluator(ShardState state) {
        this.state = state;
    }

    public QueryAnswer answer(Query query) {
        Optional<EntityMatches> matches = EntityMatches.of(state.ontology(), query);
        if (matches.isEmpty()) {
            return new QueryAnswer(List.of(), Optional.empty());
        }
        candidates(query.entityType(), matches.get())
                .forEach(
                        (entity, component) ->
                                matches.get()
                                        .add(
                                                ShardState.entityId(query.entityType(), entity),
                                                records(component, entity)));
        return matches.get().answer();
    }

    /** The entity that a record was last emitted in. */
    public Optional<Entity> entityOf(RecordIdentity identity) {
        return state.records()
                .find(identity)
                .flatMap(
                        record ->
                                record.entity().map(entity -> entity(record.component(), entity)));
    }

    /** The entity with the id as it was last emitted; empty if this shard emits none. */
    public Optional<Entity> entity(String entityId) {
        return state.entities()
                .find(entityId)
                .map(anchor -> entity(anchor.component(), anchor.entity().orElseThrow()));
    }

    private Entity entity(long component, ByteKey entity) {
        List<NormalizedRecord> records = new ArrayList<>(records(component, entity));
        records.sort(Comparator.comparing(NormalizedRecord::identity));
        EntityTypeRules rules = state.rules(records.get(0).identity().entityType());
        return new EntityBuilder(state.ontology(), rules).build(records, conflict -> {});
    }

    private List<NormalizedRecord> records(long component, ByteKey entity) {
        return state.members(component).stream()
                .filter(member -> member.stored().entity().equals(Optional.of(entity)))
                .map(ShardState.Member::normalized)
                .toList();
    }

    /**
     * The candidates: entities of the records in the shortest list, with their components. A
     * deferred record is in no entity yet.
     */
    private Map<ByteKey, Long> candidates(String entityType, EntityMatches matches) {
        Map<ByteKey, Long> candidates = new LinkedHashMap<>();
        for (long recordId : shortest(entityType, matches)) {
            StoredRecord record = state.records().get(recordId);
            record.entity().ifPresent(entity -> candidates.put(entity, record.component()));
        }
        return candidates;
    }

    /**
     * The records of the shortest list. Lists have no stored length, so all are read in step until
     * one ends.
     */
    private List<Long> shortest(String entityType, EntityMatches matches) {
        List<Iterator<Posting>> cursors = new ArrayList<>();
        List<List<Long>> walked = new ArrayList<>();
        for (Term term : matches.terms()) {
            cursors.add(
                    state.values()
                            .scan(entityType, matches.rules(), term.attribute(), term.value()));
            walked.add(new ArrayList<>());
        }
        while (true) {
            for (int i = 0; i < cursors.size(); i++) {
                if (!cursors.get(i).hasNext()) {
                    return walked.get(i);
                }
                walked.get(i).add(cursors.get(i).next().recordId());
            }
        }
    }
}
