package io.kindred.resolve;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The strong identifiers of a cluster of records: which values it has and when, by whom they are
 * held against other clusters.
 */
final class StrongSummary {

    private static final String EVERYWHERE = "";

    private final List<StrongIdentifier> identifiers;

    /** By identifier and, where its scope is that, perspective: the times of each value. */
    private final Map<Slot, Map<String, IntervalSet>> values = new HashMap<>();

    private StrongSummary(List<StrongIdentifier> identifiers) {
        this.identifiers = identifiers;
    }

    private record Slot(int identifier, String perspective) {}

    static StrongSummary of(NormalizedRecord record, EntityTypeRules rules) {
        StrongSummary summary = new StrongSummary(rules.strongIdentifiers());
        for (int i = 0; i < summary.identifiers.size(); i++) {
            StrongIdentifier identifier = summary.identifiers.get(i);
            String perspective =
                    identifier.scope() == Scope.PERSPECTIVE
                            ? record.identity().perspective()
                            : EVERYWHERE;
            for (Value value : record.values(identifier.attribute())) {
                summary.add(
                        new Slot(i, perspective),
                        value.normalized(),
                        IntervalSet.of(value.interval()));
            }
        }
        return summary;
    }

    /** Nothing yet, to be filled by {@link #addAll}. */
    static StrongSummary empty(EntityTypeRules rules) {
        return new StrongSummary(rules.strongIdentifiers());
    }

    /** Takes in all that the other has. */
    void addAll(StrongSummary other) {
        other.values.forEach(
                (slot, theirs) -> theirs.forEach((value, times) -> add(slot, value, times)));
    }

    private void add(Slot slot, String value, IntervalSet times) {
        values.computeIfAbsent(slot, unused -> new HashMap<>())
                .merge(value, times, IntervalSet::union);
    }

    /** Whether two different values of one identifier overlap within its scope. */
    boolean isContested() {
        return values.values().stream().anyMatch(StrongSummary::holdsOverlap);
    }

    /** One sweep instead of comparing all pairs: a slot may hold many values in turn. */
    private static boolean holdsOverlap(Map<String, IntervalSet> slot) {
        if (slot.size() < 2) {
            return false;
        }
        List<Interval> all = new ArrayList<>();
        slot.values().forEach(times -> times.forEach(all::add));
        all.sort(null);
        for (int i = 1; i < all.size(); i++) {
            // Times of one value never touch, so neighbours that overlap are of two values.
            if (all.get(i - 1).overlaps(all.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether one has a value and the other a different one at the same time within a scope. */
    boolean conflictsWith(StrongSummary other) {
        for (Map.Entry<Slot, Map<String, IntervalSet>> own : values.entrySet()) {
            Map<String, IntervalSet> theirs = other.values.get(own.getKey());
            if (theirs != null && differAtOnce(own.getValue(), theirs)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the attributes on which the two are in conflict. */
    void collectConflicts(StrongSummary other, Set<String> attributes) {
        values.forEach(
                (slot, own) -> {
                    Map<String, IntervalSet> theirs = other.values.get(slot);
                    if (theirs != null && differAtOnce(own, theirs)) {
                        attributes.add(identifiers.get(slot.identifier()).attribute());
                    }
                });
    }

    private static boolean differAtOnce(
            Map<String, IntervalSet> own, Map<String, IntervalSet> theirs) {
        for (Map.Entry<String, IntervalSet> mine : own.entrySet()) {
            for (Map.Entry<String, IntervalSet> other : theirs.entrySet()) {
                if (!mine.getKey().equals(other.getKey())
                        && mine.getValue().overlaps(other.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether some identifier has an equal value in both at the same time, whatever its scope. */
    boolean agreesWith(StrongSummary other) {
        for (Map.Entry<Slot, Map<String, IntervalSet>> own : values.entrySet()) {
            for (Map.Entry<Slot, Map<String, IntervalSet>> theirs : other.values.entrySet()) {
                if (own.getKey().identifier() == theirs.getKey().identifier()
                        && shareAtOnce(own.getValue(), theirs.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean shareAtOnce(
            Map<String, IntervalSet> own, Map<String, IntervalSet> theirs) {
        for (Map.Entry<String, IntervalSet> mine : own.entrySet()) {
            IntervalSet other = theirs.get(mine.getKey());
            if (other != null && mine.getValue().overlaps(other)) {
                return true;
            }
        }
        return false;
    }
}
