package io.kindred.resolve.query;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.QueryAnswer.Overlap;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.entity.AttributeTimeline;
import io.kindred.resolve.entity.GoldenEntry;
import io.kindred.resolve.entity.GoldenRecord;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The answer to a query, from the entities that may match. */
public final class EntityMatches {

    /** By start, then entity id. */
    static final Comparator<Match> ORDER =
            Comparator.comparingLong((Match match) -> match.interval().start())
                    .thenComparing(Match::entityId, CodePointOrder.STRINGS);

    private final Ontology ontology;
    private final EntityTypeRules rules;
    private final Query query;
    private final List<Term> terms;
    private final List<Match> matches = new ArrayList<>();

    private EntityMatches(Ontology ontology, EntityTypeRules rules, Query query, List<Term> terms) {
        this.ontology = ontology;
        this.rules = rules;
        this.query = query;
        this.terms = List.copyOf(terms);
    }

    /**
     * A condition.
     *
     * @param value normalised
     */
    public record Term(String attribute, String value) {}

    /** For a query; empty if nothing can match it. */
    public static Optional<EntityMatches> of(Ontology ontology, Query query) {
        Optional<EntityTypeRules> rules = ontology.rules(query.entityType());
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        List<Term> terms = new ArrayList<>();
        for (Condition condition : query.where()) {
            Optional<String> value =
                    rules.get()
                            .attribute(condition.attribute())
                            .normalization()
                            .apply(condition.value());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            terms.add(new Term(condition.attribute(), value.get()));
        }
        return Optional.of(new EntityMatches(ontology, rules.get(), query, terms));
    }

    /** The conditions. */
    public List<Term> terms() {
        return terms;
    }

    EntityTypeRules rules() {
        return rules;
    }

    /**
     * Adds an entity at the times at which it matches; nothing if it never does.
     *
     * @param records all records of the entity
     */
    public void add(String entityId, List<NormalizedRecord> records) {
        IntervalSet times = IntervalSet.of(query.interval());
        for (Term term : terms) {
            times = times.intersection(asserted(records, term));
        }
        if (times.isEmpty()) {
            return;
        }
        List<GoldenEntry> golden =
                new GoldenRecord(ontology, rules).of(AttributeTimeline.ofAll(records, ontology));
        for (Interval interval : times) {
            matches.add(new Match(entityId, interval, GoldenEntry.cut(golden, interval)));
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

    /** The matches, sorted by start and entity id, and their first overlap. */
    public QueryAnswer answer() {
        List<Match> sorted = matches.stream().sorted(ORDER).toList();
        return new QueryAnswer(sorted, firstOverlap(sorted));
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
