package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Share;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.Scope;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds where several entities have the same value of a {@code unique} attribute at the same time.
 */
public final class UniquenessWatch {

    private UniquenessWatch() {}

    /**
     * A record's claim on the value.
     *
     * @param entityId the entity that the record is in
     * @param times when the record asserts the value
     */
    public record Claim(RecordIdentity record, String entityId, IntervalSet times) {}

    /** Emits the violations of a {@code unique} constraint by all claims on one value. */
    public static void find(
            String entityType,
            Constraint constraint,
            String value,
            Collection<Claim> claims,
            Consumer<Conflict.Uniqueness> listener) {
        if (constraint.scope() == Scope.GLOBAL) {
            find(entityType, constraint, Optional.empty(), value, claims, listener);
            return;
        }
        Map<String, List<Claim>> byPerspective = new TreeMap<>(CodePointOrder.STRINGS);
        for (Claim claim : claims) {
            byPerspective
                    .computeIfAbsent(claim.record().perspective(), unused -> new ArrayList<>())
                    .add(claim);
        }
        byPerspective.forEach(
                (perspective, own) ->
                        find(
                                entityType,
                                constraint,
                                Optional.of(perspective),
                                value,
                                own,
                                listener));
    }

    private static List<Share> shares(CardinalityViolations.Found found) {
        List<Share> shares = new ArrayList<>();
        found.records()
                .forEach((entity, records) -> shares.add(new Share(entity, List.copyOf(records))));
        return shares;
    }

    private static void find(
            String entityType,
            Constraint constraint,
            Optional<String> perspective,
            String value,
            Collection<Claim> claims,
            Consumer<Conflict.Uniqueness> listener) {
        record TimedClaim(Claim claim, Interval interval) {}
        List<TimedClaim> timedClaims = new ArrayList<>();
        claims.forEach(
                claim ->
                        claim.times()
                                .forEach(each -> timedClaims.add(new TimedClaim(claim, each))));
        CardinalityViolations.over(
                timedClaims,
                TimedClaim::interval,
                each -> each.claim().entityId(),
                each -> each.claim().record(),
                found ->
                        listener.accept(
                                new Conflict.Uniqueness(
                                        entityType,
                                        constraint.name(),
                                        constraint.attribute(),
                                        perspective,
                                        value,
                                        found.interval(),
                                        shares(found))));
    }
}
