package io.kindred.oracle;

import io.kindred.model.GoldenValue;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.QueryAnswer.Overlap;
import io.kindred.model.RecordIdentity;
import io.kindred.oracle.NaiveGolden.Row;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Queries about one entity type.
 *
 * @param entities the records of each entity, by id
 * @param golden the golden record of each entity, by id
 */
record NaiveQueries(
        Facts facts, Map<String, Set<RecordIdentity>> entities, Map<String, List<Row>> golden) {

    private static final Comparator<Overlap> LEAST =
            Comparator.comparing((Overlap overlap) -> overlap.interval().start())
                    .thenComparing(Overlap::entities, NaiveOrder.LISTS);

    QueryAnswer answer(Query query) {
        List<Match> matches = new ArrayList<>();
        entities.forEach(
                (id, entity) -> {
                    for (Interval when : matching(query, entity)) {
                        matches.add(new Match(id, when, cut(golden.get(id), when)));
                    }
                });
        matches.sort(
                Comparator.comparing((Match match) -> match.interval().start())
                        .thenComparing(Match::entityId, NaiveOrder.STRINGS));
        return new QueryAnswer(matches, overlaps(matches).stream().min(LEAST));
    }

    private List<Interval> matching(Query query, Set<RecordIdentity> entity) {
        List<Assertion> assertions = facts.of(entity);
        List<Interval> all = new ArrayList<>(List.of(query.interval()));
        assertions.forEach(a -> all.add(a.interval()));
        return NaiveTime.coalesce(
                NaiveTime.atoms(all).stream()
                        .filter(atom -> NaiveTime.covers(query.interval(), atom))
                        .filter(
                                atom ->
                                        query.where().stream()
                                                .allMatch(
                                                        condition ->
                                                                holds(
                                                                        condition,
                                                                        NaiveGolden.covering(
                                                                                assertions, atom))))
                        .toList());
    }

    private boolean holds(Condition condition, List<Assertion> covering) {
        String value = Facts.normalized(facts.rules(), condition.attribute(), condition.value());
        return covering.stream()
                .anyMatch(
                        a ->
                                a.attribute().equals(condition.attribute())
                                        && a.value().equals(value));
    }

    private static List<GoldenValue> cut(List<Row> rows, Interval when) {
        List<Row> cut = new ArrayList<>();
        for (Row row : rows) {
            Optional<Interval> common = NaiveTime.common(row.interval(), when);
            if (common.isPresent()) {
                cut.add(new Row(row.attribute(), row.value(), row.shown(), common.get()));
            }
        }
        return cut.stream().sorted(Row.ORDER).map(Row::toGoldenValue).toList();
    }

    private static List<Overlap> overlaps(List<Match> matches) {
        List<Overlap> overlaps = new ArrayList<>();
        for (Match a : matches) {
            for (Match b : matches) {
                if (!a.entityId().equals(b.entityId())) {
                    NaiveTime.common(a.interval(), b.interval())
                            .ifPresent(
                                    common ->
                                            overlaps.add(
                                                    new Overlap(
                                                            common,
                                                            NaiveOrder.sortedStrings(
                                                                    List.of(
                                                                            a.entityId(),
                                                                            b.entityId())))));
                }
            }
        }
        return overlaps;
    }
}
