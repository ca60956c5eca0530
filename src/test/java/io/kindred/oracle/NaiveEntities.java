package io.kindred.oracle;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.NaiveKeys.Group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which records are one entity: the groups visited one by one. */
final class NaiveEntities {

    private final Facts facts;
    private final List<Set<RecordIdentity>> clusters = new ArrayList<>();
    private final List<ContestedVisit> contested = new ArrayList<>();

    private NaiveEntities(Facts facts) {
        this.facts = facts;
        facts.records().forEach(record -> clusters.add(new HashSet<>(Set.of(record))));
    }

    /**
     * A group that was contested when it was visited.
     *
     * @param anchored the records of the clusters that were anchored then
     * @param strongIdentifiers the attributes in conflict among those clusters
     * @param agreed how many anchored clusters merged since they agree
     */
    record ContestedVisit(
            Group group, Set<RecordIdentity> anchored, Set<String> strongIdentifiers, int agreed) {}

    /** What came of all visits. */
    record Resolved(List<Set<RecordIdentity>> entities, List<ContestedVisit> contested) {}

    static Resolved resolve(Facts facts) {
        NaiveEntities entities = new NaiveEntities(facts);
        NaiveKeys.groups(facts).forEach(entities::visit);
        return new Resolved(List.copyOf(entities.clusters), List.copyOf(entities.contested));
    }

    private void visit(Group group) {
        List<Set<RecordIdentity>> concerned = new ArrayList<>();
        for (Set<RecordIdentity> cluster : clusters) {
            if (cluster.stream().anyMatch(group.members()::contains)) {
                concerned.add(cluster);
            }
        }
        if (concerned.size() < 2) {
            return;
        }
        List<Set<RecordIdentity>> anchored = new ArrayList<>();
        List<Set<RecordIdentity>> ambiguous = new ArrayList<>();
        for (Set<RecordIdentity> cluster : concerned) {
            boolean conflicts =
                    concerned.stream()
                            .anyMatch(
                                    other -> !other.equals(cluster) && inConflict(cluster, other));
            (conflicts ? anchored : ambiguous).add(cluster);
        }
        if (anchored.isEmpty()) {
            merge(concerned);
            return;
        }
        Set<RecordIdentity> anchoredRecords = new HashSet<>();
        anchored.forEach(anchoredRecords::addAll);
        Set<String> strongIdentifiers = attributesInConflict(anchored);
        merge(ambiguous);
        int agreed = mergeAgreeing(anchored);
        contested.add(new ContestedVisit(group, anchoredRecords, strongIdentifiers, agreed));
    }

    private int mergeAgreeing(List<Set<RecordIdentity>> anchored) {
        List<RecordIdentity> ranks =
                anchored.stream().map(NaiveEntities::rank).sorted(NaiveOrder.IDENTITIES).toList();
        int agreed = 0;
        for (int i = 0; i < ranks.size(); i++) {
            for (int j = i + 1; j < ranks.size(); j++) {
                Set<RecordIdentity> a = holder(ranks.get(i));
                Set<RecordIdentity> b = holder(ranks.get(j));
                if (!a.equals(b) && !inConflict(a, b) && agree(a, b)) {
                    merge(List.of(a, b));
                    agreed++;
                }
            }
        }
        return agreed;
    }

    private static RecordIdentity rank(Set<RecordIdentity> cluster) {
        return cluster.stream().min(NaiveOrder.IDENTITIES).orElseThrow();
    }

    private Set<RecordIdentity> holder(RecordIdentity record) {
        return clusters.stream()
                .filter(cluster -> cluster.contains(record))
                .findFirst()
                .orElseThrow();
    }

    private void merge(List<Set<RecordIdentity>> some) {
        if (some.size() > 1) {
            Set<RecordIdentity> all = new HashSet<>();
            some.forEach(all::addAll);
            clusters.removeIf(cluster -> all.containsAll(cluster));
            clusters.add(all);
        }
    }

    private Set<String> attributesInConflict(List<Set<RecordIdentity>> anchored) {
        Set<String> attributes = new HashSet<>();
        for (StrongIdentifier strong : facts.rules().strongIdentifiers()) {
            for (Set<RecordIdentity> a : anchored) {
                for (Set<RecordIdentity> b : anchored) {
                    if (!a.equals(b) && inConflict(facts, a, b, strong)) {
                        attributes.add(strong.attribute());
                    }
                }
            }
        }
        return attributes;
    }

    private boolean inConflict(Set<RecordIdentity> a, Set<RecordIdentity> b) {
        return facts.rules().strongIdentifiers().stream()
                .anyMatch(strong -> inConflict(facts, a, b, strong));
    }

    /** Whether one has a value and the other another at once. */
    static boolean inConflict(
            Facts facts, Set<RecordIdentity> a, Set<RecordIdentity> b, StrongIdentifier strong) {
        for (Assertion x : facts.of(a, strong.attribute())) {
            for (Assertion y : facts.of(b, strong.attribute())) {
                boolean held = strong.scope() == Scope.GLOBAL || x.samePerspective(y);
                if (held && !x.value().equals(y.value()) && x.overlaps(y)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean agree(Set<RecordIdentity> a, Set<RecordIdentity> b) {
        for (StrongIdentifier strong : facts.rules().strongIdentifiers()) {
            for (Assertion x : facts.of(a, strong.attribute())) {
                for (Assertion y : facts.of(b, strong.attribute())) {
                    if (x.value().equals(y.value()) && x.overlaps(y)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The record that the entity is named after. */
    static RecordIdentity anchor(Facts facts, Set<RecordIdentity> entity) {
        return entity.stream()
                .min(
                        Comparator.comparingLong(facts::perspectiveWeight)
                                .reversed()
                                .thenComparing(NaiveOrder.IDENTITIES))
                .orElseThrow();
    }

    static String entityId(Facts facts, Set<RecordIdentity> entity) {
        RecordIdentity anchor = anchor(facts, entity);
        return facts.entityType()
                + "-"
                + NaiveNames.hash(List.of(anchor.entityType(), anchor.perspective(), anchor.uid()));
    }
}
