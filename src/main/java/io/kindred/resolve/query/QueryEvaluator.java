package io.kindred.resolve.query;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Entity;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.QueryAnswer.Overlap;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.entity.AttributeTimeline;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.entity.GoldenEntry;
import io.kindred.resolve.entity.GoldenRecord;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

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

    /** By start, then entity id. */
    static final Comparator<Match> ORDER =
            Comparator.comparingLong((Match match) -> match.interval().start())
                    .thenComparing(Match::entityId, CodePointOrder.STRINGS);

    private final ShardState state;

    public QueryEvaluator(ShardState state) {
        this.state = state;
    }

    private record Term(String attribute, String value) {}

    public QueryAnswer answer(Query query) {
        Optional<EntityTypeRules> rules = state.ontology().rules(query.entityType());
        if (rules.isEmpty()) {
            return new QueryAnswer(List.of(), Optional.empty());
        }
        List<Term> terms = new ArrayList<>();
        for (Condition condition : query.where()) {
            Optional<String> value =
                    rules.get()
                            .attribute(condition.attribute())
                            .normalization()
                            .apply(condition.value());
            if (value.isEmpty()) {
                return new QueryAnswer(List.of(), Optional.empty());
            }
            terms.add(new Term(condition.attribute(), value.get()));
        }
        List<Match> matches = new ArrayList<>();
        candidates(query.entityType(), rules.get(), terms)
                .forEach(
                        (entity, component) ->
                                addMatches(query, rules.get(), terms, entity, component, matches));
        matches.sort(ORDER);
        return new QueryAnswer(matches, firstOverlap(matches));
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
    private Map<ByteKey, Long> candidates(
            String entityType, EntityTypeRules rules, List<Term> terms) {
        Map<ByteKey, Long> candidates = new LinkedHashMap<>();
        for (long recordId : shortest(entityType, rules, terms)) {
            StoredRecord record = state.records().get(recordId);
            record.entity().ifPresent(entity -> candidates.put(entity, record.component()));
        }
        return candidates;
    }

    /**
     * The records of the shortest list. Lists have no stored length, so all are read in step until
     * one ends.
     */
    private List<Long> shortest(String entityType, EntityTypeRules rules, List<Term> terms) {
        List<Iterator<Posting>> cursors = new ArrayList<>();
        List<List<Long>> walked = new ArrayList<>();
        for (Term term : terms) {
            cursors.add(state.values().scan(entityType, rules, term.attribute(), term.value()));
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

    private void addMatches(
            Query query,
            EntityTypeRules rules,
            List<Term> terms,
            ByteKey entity,
            long component,
            List<Match> matches) {
        List<NormalizedRecord> records = records(component, entity);
        IntervalSet times = IntervalSet.of(query.interval());
        for (Term term : terms) {
            times = times.intersection(asserted(records, term));
        }
        if (times.isEmpty()) {
            return;
        }
        List<GoldenEntry> golden =
                new GoldenRecord(state.ontology(), rules)
                        .of(AttributeTimeline.ofAll(records, state.ontology()));
        for (Interval interval : times) {
            matches.add(
                    new Match(
                            ShardState.entityId(query.entityType(), entity),
                            interval,
                            GoldenEntry.cut(golden, interval)));
        }
    }

    private static IntervalSet asserted(List<NormalizedRecord> records, Term term) {
        List<Interval> intervals = new ArrayList<>();
        for (NormalizedRecord record : records) {
            for (Value value : record.values(term.attribute())) {
                if (value.normalized().equals(term.value())) {
                    intervals.add(value.interval());
                }
            }
        }
        return IntervalSet.of(intervals);
    }

    /**
     * The overlap of two matches with the least start, then the least pair of ids (a sweep by
     * start).
     *
     * <p>Before the first time at which two matches overlap, at most one is active. So the two
     * least ids active at that time are the pair. Matches of one entity never overlap.
     */
    static Optional<Overlap> firstOverlap(List<Match> sorted) {
        List<Match> active = new ArrayList<>();
        int i = 0;
        while (i < sorted.size()) {
            long at = sorted.get(i).interval().start();
            active.removeIf(match -> match.interval().end() <= at);
            while (i < sorted.size() && sorted.get(i).interval().start() == at) {
                active.add(sorted.get(i++));
            }
            if (active.size() > 1) {
                active.sort(Comparator.comparing(Match::entityId, CodePointOrder.STRINGS));
                Match first = active.get(0);
                Match second = active.get(1);
                return Optional.of(
                        new Overlap(
                                first.interval().intersection(second.interval()),
                                List.of(first.entityId(), second.entityId())));
            }
        }
        return Optional.empty();
    }
}
