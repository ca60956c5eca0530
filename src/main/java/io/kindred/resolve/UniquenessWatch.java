package io.kindred.resolve;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.Scope;
import io.kindred.resolve.Stretches.Stretch;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.TimeSweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds where several entities have a value at once that is to be unique. */
final class UniquenessWatch {

    private UniquenessWatch() {}

    /**
     * One record's assertion of the value.
     *
     * @param entityId the entity it is in
     * @param times when it asserts the value
     */
    record Claim(RecordIdentity record, String entityId, IntervalSet times) {}

    /** The breaches of a {@code unique} constraint by all the claims on one value. */
    static List<Conflict.Uniqueness> breaches(
            String entityType, Constraint constraint, String value, Collection<Claim> claims) {
        List<Conflict.Uniqueness> breaches = new ArrayList<>();
        if (constraint.scope() == Scope.GLOBAL) {
            addBreaches(entityType, constraint, Optional.empty(), value, claims, breaches);
            return breaches;
        }
        Map<String, List<Claim>> byPerspective = new TreeMap<>(CodePointOrder.STRINGS);
        for (Claim claim : claims) {
            byPerspective
                    .computeIfAbsent(claim.record().perspective(), unused -> new ArrayList<>())
                    .add(claim);
        }
        byPerspective.forEach(
                (perspective, own) ->
                        addBreaches(
                                entityType,
                                constraint,
                                Optional.of(perspective),
                                value,
                                own,
                                breaches));
        return breaches;
    }

    private static void addBreaches(
            String entityType,
            Constraint constraint,
            Optional<String> perspective,
            String value,
            Collection<Claim> claims,
            List<Conflict.Uniqueness> breaches) {
        record Held(String entityId, Interval interval) {}
        List<Held> held = new ArrayList<>();
        claims.forEach(
                claim -> claim.times().forEach(each -> held.add(new Held(claim.entityId(), each))));
        Stretches<SortedSet<String>> stretches = new Stretches<>();
        TimeSweep.over(
                held,
                Held::interval,
                (interval, active) -> {
                    SortedSet<String> entities = new TreeSet<>(CodePointOrder.STRINGS);
                    active.forEach(each -> entities.add(each.entityId()));
                    if (entities.size() > 1) {
                        stretches.add(interval, entities);
                    }
                });
        for (Stretch<SortedSet<String>> stretch : stretches.all()) {
            breaches.add(
                    new Conflict.Uniqueness(
                            entityType,
                            constraint.name(),
                            constraint.attribute(),
                            perspective,
                            value,
                            stretch.interval(),
                            List.copyOf(stretch.thing()),
                            claims.stream()
                                    .filter(claim -> claim.times().overlaps(stretch.interval()))
                                    .map(Claim::record)
                                    .sorted()
                                    .toList()));
        }
    }
}
