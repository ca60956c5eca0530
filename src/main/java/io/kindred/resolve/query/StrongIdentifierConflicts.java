package io.kindred.resolve.query;

import io.kindred.model.Explanation.ConflictingValue;
import io.kindred.model.Explanation.IdentifierConflict;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds strong identifier values that keep entities of a component apart.
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
        for (StrongIdentifier identifier : component.rules().strongIdentifiers()) {
            if (attributes.contains(identifier.attribute())) {
                claimed(identifier, entityIds)
                        .values()
                        .forEach(claims -> sweep(identifier.attribute(), claims, found));
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
            for (Value value : record.values(identifier.attribute())) {
                claimed.computeIfAbsent(where, unused -> new ArrayList<>())
                        .add(new Claimed(entityId, value));
            }
        }
        return claimed;
    }

    private void sweep(String attribute, List<Claimed> claims, List<IdentifierConflict> found) {
        claims.sort(Comparator.comparing(claim -> claim.value().interval()));
        Map<String, List<Claimed>> active = new HashMap<>();
        for (Claimed next : claims) {
            if (found.size() == SHOWN) {
                return;
            }
            String normalized = next.value().normalized();
            active.values().removeIf(List::isEmpty);
            for (Map.Entry<String, List<Claimed>> others : active.entrySet()) {
                if (!others.getKey().equals(normalized)
                        && addConflict(attribute, next, others.getValue(), found)) {
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
