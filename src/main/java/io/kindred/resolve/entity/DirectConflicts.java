package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Scope;
import io.kindred.resolve.record.NormalizedRecord.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds where an entity has several values at once of an attribute of cardinality one. */
final class DirectConflicts {

    private final EntityTypeRules rules;

    DirectConflicts(EntityTypeRules rules) {
        this.rules = rules;
    }

    /** Emits the conflicts of an entity's attributes, by attribute, then time. */
    void find(
            String entityType,
            String entityId,
            List<AttributeTimeline> attributes,
            Consumer<? super Conflict.Direct> listener) {
        for (AttributeTimeline timeline : attributes) {
            if (!timeline.isSequential() && !rules.isMany(timeline.attribute())) {
                CardinalityViolations.over(
                        timeline.values(),
                        Value::interval,
                        Value::normalized,
                        Value::record,
                        found -> listener.accept(conflict(entityType, entityId, timeline, found)));
            }
        }
    }

    private Conflict.Direct conflict(
            String entityType,
            String entityId,
            AttributeTimeline timeline,
            CardinalityViolations.Found found) {
        List<ValueRecords> values = new ArrayList<>();
        found.records()
                .forEach(
                        (value, records) ->
                                values.add(
                                        new ValueRecords(
                                                timeline.shown(value), List.copyOf(records))));
        return new Conflict.Direct(
                entityType,
                entityId,
                timeline.attribute(),
                found.interval(),
                found.isOfOneRecord() ? Conflict.Scope.RECORD : Conflict.Scope.ENTITY,
                values,
                violated(timeline.attribute(), found.perspectiveDivided()));
    }

    private List<String> violated(String attribute, boolean perspectiveDivided) {
        return rules.constraints().stream()
                .filter(constraint -> constraint.kind() == Constraint.Kind.SINGLE_VALUED)
                .filter(constraint -> constraint.attribute().equals(attribute))
                .filter(constraint -> constraint.scope() == Scope.GLOBAL || perspectiveDivided)
                .map(Constraint::name)
                .sorted(CodePointOrder.STRINGS)
                .toList();
    }
}
