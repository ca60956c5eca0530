package io.kindred.resolve;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Scope;
import io.kindred.resolve.AttributeTimeline.Atom;
import io.kindred.resolve.NormalizedRecord.Value;
import io.kindred.resolve.Stretches.Stretch;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds where an entity has several values at once of an attribute of cardinality one. */
final class DirectConflicts {

    private final EntityTypeRules rules;

    DirectConflicts(EntityTypeRules rules) {
        this.rules = rules;
    }

    /** The conflicts of an entity's attributes, by attribute, then time. */
    List<Conflict.Direct> of(
            String entityType, String entityId, List<AttributeTimeline> attributes) {
        List<Conflict.Direct> conflicts = new ArrayList<>();
        for (AttributeTimeline timeline : attributes) {
            if (!timeline.hasOneValue() && !rules.isMany(timeline.attribute())) {
                Stretches<SortedSet<String>> stretches = new Stretches<>();
                List<Atom> atoms = timeline.atoms();
                for (Atom atom : atoms) {
                    SortedSet<String> values = atom.normalized();
                    if (values.size() > 1) {
                        stretches.add(atom.interval(), values);
                    }
                }
                for (Stretch<SortedSet<String>> stretch : stretches.all()) {
                    conflicts.add(conflict(entityType, entityId, timeline, atoms, stretch));
                }
            }
        }
        return conflicts;
    }

    private Conflict.Direct conflict(
            String entityType,
            String entityId,
            AttributeTimeline timeline,
            List<Atom> atoms,
            Stretch<SortedSet<String>> stretch) {
        Map<String, SortedSet<RecordIdentity>> records = new HashMap<>();
        Set<RecordIdentity> all = new HashSet<>();
        for (Value value : timeline.values()) {
            if (value.interval().overlaps(stretch.interval())) {
                records.computeIfAbsent(value.normalized(), unused -> new TreeSet<>())
                        .add(value.record());
                all.add(value.record());
            }
        }
        List<ValueRecords> values =
                stretch.thing().stream()
                        .map(
                                value ->
                                        new ValueRecords(
                                                timeline.shown(value),
                                                List.copyOf(records.get(value))))
                        .toList();
        return new Conflict.Direct(
                entityType,
                entityId,
                timeline.attribute(),
                stretch.interval(),
                all.size() == 1 ? Conflict.Scope.RECORD : Conflict.Scope.ENTITY,
                values,
                violated(timeline.attribute(), atoms, stretch.interval()));
    }

    private List<String> violated(String attribute, List<Atom> atoms, Interval interval) {
        return rules.constraints().stream()
                .filter(constraint -> constraint.kind() == Constraint.Kind.SINGLE_VALUED)
                .filter(constraint -> constraint.attribute().equals(attribute))
                .filter(
                        constraint ->
                                constraint.scope() == Scope.GLOBAL
                                        || onePerspectiveDisagrees(atoms, interval))
                .map(Constraint::name)
                .sorted(CodePointOrder.STRINGS)
                .toList();
    }

    private static boolean onePerspectiveDisagrees(List<Atom> atoms, Interval interval) {
        for (Atom atom : atoms) {
            if (atom.interval().overlaps(interval)) {
                Map<String, String> values = new HashMap<>();
                for (Value value : atom.asserted()) {
                    String other =
                            values.putIfAbsent(value.record().perspective(), value.normalized());
                    if (other != null && !other.equals(value.normalized())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
