package io.kindred.resolve.query;

import io.kindred.compare.ComparedValue;
import io.kindred.compare.Threshold;
import io.kindred.model.Explanation.ConflictingValue;
import io.kindred.model.Explanation.IdentifierConflict;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.cluster.StrongValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds strong identifier values that keep entities of a component apart. Values that an identifier
 * counts as equal do not. With one record of a perspective at most, the uids of two do.
 *
 * <p>Costs a sort of the values; stops once it has found enough.
 */
final class StrongIdentifierConflicts {

    /** The most conflicts shown. */
    static final int SHOWN = 4;

    private static final String EVERYWHERE = "";

    private final ResolvedComponent component;
    private final Set<String> attributes;
    private final String firstEntity;

    /**
     * @param attributes the strong identifiers to compare
     * @param firstEntity the entity whose value comes first in a conflict
     */
    StrongIdentifierConflicts(
            ResolvedComponent component, Set<String> attributes, String firstEntity) {
        this.component = component;
        this.attributes = attributes;
        this.firstEntity = firstEntity;
    }

    private record Claimed(String entityId, Value value) {}

    /** Some conflicts between the entities; empty only if there are none. */
    List<IdentifierConflict> among(Set<String> entityIds) {
        List<IdentifierConflict> found = new ArrayList<>();
        List<StrongIdentifier> identifiers = new ArrayList<>(component.rules().strongIdentifiers());
        if (component.rules().isOnePerPerspective()) {
            identifiers.add(new StrongIdentifier(StrongValues.UID, Scope.PERSPECTIVE));
        }
        for (StrongIdentifier identifier : identifiers) {
            if (attributes.contains(identifier.attribute())) {
                claimed(identifier, entityIds)
                        .values()
                        .forEach(claims -> sweep(identifier, claims, found));
            }
        }
        return found;
    }

    /** The values to compare, by perspective if that is the identifier's scope. */
    private Map<String, List<Claimed>> claimed(StrongIdentifier identifier, Set<String> entityIds) {
        Map<String, List<Claimed>> claimed = new HashMap<>();
        for (int i = 0; i < component.records().size(); i++) {
            String entityId = component.entityId(i);
            if (!entityIds.contains(entityId)) {
                continue;
            }
            NormalizedRecord record = component.records().get(i);
            String where =
                    identifier.scope() == Scope.PERSPECTIVE
                            ? record.identity().perspective()
                            : EVERYWHERE;
            for (Value value : values(record, identifier.attribute())) {
                claimed.computeIfAbsent(where, unused -> new ArrayList<>())
                        .add(new Claimed(entityId, value));
            }
        }
        return claimed;
    }

    private List<Value> values(NormalizedRecord record, String attribute) {
        if (component.rules().isOnePerPerspective() && attribute.equals(StrongValues.UID)) {
            String uid = record.identity().uid();
            return List.of(new Value(record.identity(), uid, uid, Interval.ALWAYS));
        }
        return record.values(attribute);
    }

    private static boolean areDifferent(StrongIdentifier identifier, String one, String other) {
        if (one.equals(other)) {
            return false;
        }
        if (identifier.differ().isEmpty()) {
            return true;
        }
        Threshold differ = identifier.differ().get();
        ComparedValue left = new ComparedValue(one);
        ComparedValue right = new ComparedValue(other);
        return !differ.isMeasurable(left, right) || differ.holds(left, right);
    }

    private void sweep(
            StrongIdentifier identifier, List<Claimed> claims, List<IdentifierConflict> found) {
        claims.sort(Comparator.comparing(claim -> claim.value().interval()));
        Map<String, List<Claimed>> active = new HashMap<>();
        for (Claimed next : claims) {
            if (found.size() == SHOWN) {
                return;
            }
            String normalized = next.value().normalized();
            active.values().removeIf(List::isEmpty);
            for (Map.Entry<String, List<Claimed>> others : active.entrySet()) {
                if (areDifferent(identifier, others.getKey(), normalized)
                        && addConflict(identifier.attribute(), next, others.getValue(), found)) {
                    break;
                }
            }
            active.computeIfAbsent(normalized, unused -> new ArrayList<>()).add(next);
        }
    }

    private boolean addConflict(
            String attribute, Claimed next, List<Claimed> others, List<IdentifierConflict> found) {
        for (Iterator<Claimed> each = others.iterator(); each.hasNext(); ) {
            Claimed other = each.next();
            if (!other.value().interval().overlaps(next.value().interval())) {
                each.remove();
            } else if (!other.entityId().equals(next.entityId())) {
                boolean isFirst = next.entityId().equals(firstEntity);
                found.add(
                        new IdentifierConflict(
                                attribute,
                                conflictingValue(isFirst ? next : other),
                                conflictingValue(isFirst ? other : next)));
                return true;
            }
        }
        return false;
    }

    private static ConflictingValue conflictingValue(Claimed claim) {
        return new ConflictingValue(
                claim.entityId(),
                claim.value().record(),
                claim.value().raw(),
                claim.value().interval());
    }
}
