package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.Constraint.Kind;
import io.kindred.ontology.Scope;
import io.kindred.oracle.NaiveEntities.ContestedVisit;
import io.kindred.oracle.NaiveTime.Stretch;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The three kinds of conflicts of one entity type.
 *
 * @param entities the records of each entity, by id
 */
record NaiveConflicts(Facts facts, Map<String, Set<RecordIdentity>> entities) {

    private static final Comparator<DecidedPair> PAIRS =
            Comparator.comparing(DecidedPair::lesser, NaiveOrder.IDENTITIES)
                    .thenComparing(DecidedPair::greater, NaiveOrder.IDENTITIES);

    List<Conflict> direct() {
        List<Conflict> conflicts = new ArrayList<>();
        entities.forEach(
                (id, entity) -> {
                    Set<String> attributes =
                            facts.of(entity).stream()
                                    .map(Assertion::attribute)
                                    .filter(attribute -> !facts.rules().isMany(attribute))
                                    .collect(Collectors.toSet());
                    for (String attribute : attributes) {
                        List<Assertion> all = facts.of(entity, attribute);
                        for (Stretch<String> stretch : valueStretches(all)) {
                            if (stretch.set().size() > 1) {
                                conflicts.add(direct(id, attribute, all, stretch));
                            }
                        }
                    }
                });
        return conflicts;
    }

    private static List<Stretch<String>> valueStretches(List<Assertion> assertions) {
        return NaiveTime.stretches(
                NaiveGolden.atoms(assertions),
                atom -> NaiveGolden.values(NaiveGolden.covering(assertions, atom)));
    }

    private Conflict direct(
            String id, String attribute, List<Assertion> all, Stretch<String> stretch) {
        List<Assertion> within = during(all, stretch.interval());
        List<ValueRecords> values = new ArrayList<>();
        for (String value : NaiveOrder.sortedStrings(stretch.set())) {
            values.add(
                    new ValueRecords(
                            NaiveGolden.representative(facts, all, value),
                            records(
                                    within.stream()
                                            .filter(a -> a.value().equals(value))
                                            .toList())));
        }
        return new Conflict.Direct(
                facts.entityType(),
                id,
                attribute,
                stretch.interval(),
                records(within).size() == 1 ? Conflict.Scope.RECORD : Conflict.Scope.ENTITY,
                values,
                violated(attribute, within, stretch.interval()));
    }

    private List<String> violated(String attribute, List<Assertion> within, Interval interval) {
        return NaiveOrder.sortedStrings(
                facts.rules().constraints().stream()
                        .filter(c -> c.kind() == Kind.SINGLE_VALUED)
                        .filter(c -> c.attribute().equals(attribute))
                        .filter(
                                c ->
                                        c.scope() == Scope.GLOBAL
                                                || onePerspectiveHasTwo(within, interval))
                        .map(Constraint::name)
                        .toList());
    }

    private static boolean onePerspectiveHasTwo(List<Assertion> within, Interval interval) {
        for (Assertion x : within) {
            for (Assertion y : within) {
                if (x.samePerspective(y)
                        && !x.value().equals(y.value())
                        && NaiveTime.common(x.interval(), y.interval())
                                .filter(common -> NaiveTime.overlap(common, interval))
                                .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    List<Conflict> indirect(List<ContestedVisit> contested) {
        List<Conflict> conflicts = new ArrayList<>();
        for (ContestedVisit visit : contested) {
            List<Side> sides = new ArrayList<>();
            for (String id : NaiveOrder.sortedStrings(entities.keySet())) {
                Set<RecordIdentity> entity = entities.get(id);
                Set<RecordIdentity> inGroup = new HashSet<>(entity);
                inGroup.retainAll(visit.group().members());
                if (!inGroup.isEmpty()) {
                    boolean anchored = entity.stream().anyMatch(visit.anchored()::contains);
                    sides.add(
                            new Side(
                                    id,
                                    anchored ? Role.ANCHORED : Role.AMBIGUOUS,
                                    NaiveOrder.sortedIdentities(inGroup)));
                }
            }
            if (sides.size() > 1) {
                conflicts.add(
                        new Conflict.Indirect(
                                facts.entityType(),
                                visit.group().key().name(),
                                visit.group().values(),
                                visit.group().run(),
                                visit.group().key().isTested(),
                                visit.group().score(),
                                NaiveOrder.sortedStrings(visit.strongIdentifiers()),
                                visit.decisions().stream().sorted(PAIRS).toList(),
                                sides));
            }
        }
        return conflicts;
    }

    List<Conflict> uniqueness() {
        List<Conflict> conflicts = new ArrayList<>();
        for (Constraint constraint : facts.rules().constraints()) {
            if (constraint.kind() == Kind.UNIQUE) {
                List<Assertion> all = facts.of(facts.records(), constraint.attribute());
                for (Optional<String> perspective : perspectives(constraint, all)) {
                    for (String value : NaiveGolden.values(all)) {
                        List<Assertion> rivals =
                                all.stream()
                                        .filter(a -> a.value().equals(value))
                                        .filter(a -> isOf(perspective, a))
                                        .toList();
                        conflicts.addAll(uniqueness(constraint, perspective, value, rivals));
                    }
                }
            }
        }
        return conflicts;
    }

    private static Collection<Optional<String>> perspectives(
            Constraint constraint, List<Assertion> all) {
        return constraint.scope() == Scope.GLOBAL
                ? List.of(Optional.empty())
                : all.stream()
                        .map(a -> Optional.of(a.record().perspective()))
                        .collect(Collectors.toSet());
    }

    private static boolean isOf(Optional<String> perspective, Assertion assertion) {
        return perspective.isEmpty() || perspective.get().equals(assertion.record().perspective());
    }

    private List<Conflict> uniqueness(
            Constraint constraint,
            Optional<String> perspective,
            String value,
            List<Assertion> rivals) {
        List<Conflict> conflicts = new ArrayList<>();
        List<Stretch<String>> stretches =
                NaiveTime.stretches(
                        NaiveGolden.atoms(rivals),
                        atom ->
                                NaiveGolden.covering(rivals, atom).stream()
                                        .map(a -> entityOf(a.record()))
                                        .collect(Collectors.toSet()));
        for (Stretch<String> stretch : stretches) {
            if (stretch.set().size() > 1) {
                List<RecordIdentity> records = records(during(rivals, stretch.interval()));
                conflicts.add(
                        new Conflict.Uniqueness(
                                facts.entityType(),
                                constraint.name(),
                                constraint.attribute(),
                                perspective,
                                value,
                                stretch.interval(),
                                NaiveOrder.sortedStrings(stretch.set()).stream()
                                        .map(entity -> share(entity, records))
                                        .toList(),
                                records));
            }
        }
        return conflicts;
    }

    private Conflict.Share share(String entity, List<RecordIdentity> records) {
        return new Conflict.Share(
                entity,
                records.stream().filter(record -> entityOf(record).equals(entity)).toList());
    }

    private String entityOf(RecordIdentity record) {
        return entities.entrySet().stream()
                .filter(entity -> entity.getValue().contains(record))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static List<Assertion> during(List<Assertion> assertions, Interval interval) {
        return assertions.stream().filter(a -> NaiveTime.overlap(a.interval(), interval)).toList();
    }

    private static List<RecordIdentity> records(List<Assertion> assertions) {
        return NaiveOrder.sortedIdentities(assertions.stream().map(Assertion::record).toList());
    }
}
