package io.kindred.resolve;

import io.kindred.model.CodePointOrder;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Divides the records of one component into entities.
 *
 * <p>Where no two different values of a strong identifier overlap within a scope, the component is
 * one entity. Otherwise its groups are visited in canonical order (key position, values, start of
 * run); clusters that a group links join, unless strong identifiers keep some of them apart: then
 * the group is contested, the clusters that are in conflict with none join each other only, and of
 * those in conflict the pairs that agree and are not in conflict join, in order of rank.
 *
 * <p>Costs a sort of the key entries; in a contested group the square of its clusters.
 */
final class ComponentResolver {

    private static final Comparator<NormalizedRecord> BY_IDENTITY =
            Comparator.comparing(NormalizedRecord::identity);

    private final List<NormalizedRecord> members;
    private final DisjointSets clusters;
    private final StrongSummary[] strong;

    /** The least member of each cluster, by what stands for the cluster: its rank. */
    private final int[] rank;

    private final List<ContestedGroup> contested = new ArrayList<>();

    private ComponentResolver(List<NormalizedRecord> members, EntityTypeRules rules) {
        this.members = members;
        this.clusters = new DisjointSets(members.size());
        this.strong = new StrongSummary[members.size()];
        this.rank = new int[members.size()];
        for (int i = 0; i < strong.length; i++) {
            strong[i] = StrongSummary.of(members.get(i), rules);
            rank[i] = i;
        }
    }

    /**
     * What became of a component.
     *
     * @param entities the records of each entity, sorted by identity; the entities by their least
     * @param contested the contested groups, in the order of their visit
     */
    record Resolution(List<List<NormalizedRecord>> entities, List<ContestedGroup> contested) {}

    /**
     * A group that strong identifiers keep apart.
     *
     * @param key the key and its values
     * @param interval the run's interval
     * @param members the records in the group
     * @param anchored a record of each cluster that was in conflict with another
     * @param strongIdentifiers the attributes in conflict
     */
    record ContestedGroup(
            KeyValues key,
            Interval interval,
            List<RecordIdentity> members,
            List<RecordIdentity> anchored,
            List<String> strongIdentifiers) {}

    /**
     * Resolves a component; the order in which its records are given means nothing.
     *
     * @param isGeneric whether the key values link nothing, asked only where it matters
     */
    static Resolution resolve(
            List<NormalizedRecord> component,
            EntityTypeRules rules,
            Predicate<KeyValues> isGeneric) {
        List<NormalizedRecord> sorted = new ArrayList<>(component);
        sorted.sort(BY_IDENTITY);
        StrongSummary whole = StrongSummary.empty(rules);
        sorted.forEach(record -> whole.addAll(StrongSummary.of(record, rules)));
        if (!whole.isContested()) {
            return new Resolution(List.of(sorted), List.of());
        }
        ComponentResolver resolver = new ComponentResolver(sorted, rules);
        for (Groups.Group group : Groups.of(sorted, rules, isGeneric)) {
            resolver.visit(group.key(), group.run(), rules);
        }
        return new Resolution(resolver.entities(), resolver.contested);
    }

    private void visit(KeyValues key, Run<Integer> run, EntityTypeRules rules) {
        List<Integer> present = byRank(run.members());
        if (present.size() < 2) {
            return;
        }
        Set<String> attributes = new TreeSet<>(CodePointOrder.STRINGS);
        List<Integer> anchored = anchored(present, attributes, rules);
        if (anchored.isEmpty()) {
            joinAll(present);
            return;
        }
        contested.add(
                new ContestedGroup(
                        key,
                        run.interval(),
                        identities(run.members()),
                        identities(anchored),
                        List.copyOf(attributes)));
        List<Integer> ambiguous = new ArrayList<>(present);
        ambiguous.removeAll(Set.copyOf(anchored));
        joinAll(ambiguous);
        for (int i = 0; i < anchored.size(); i++) {
            for (int j = i + 1; j < anchored.size(); j++) {
                joinIfAgreed(anchored.get(i), anchored.get(j));
            }
        }
    }

    /** The clusters that hold the members, least rank first. */
    private List<Integer> byRank(Collection<Integer> recordsInGroup) {
        return recordsInGroup.stream()
                .map(clusters::find)
                .distinct()
                .sorted(Comparator.comparing(cluster -> rank[cluster]))
                .toList();
    }

    /** The clusters in conflict with another, in the order given; the attributes are collected. */
    private List<Integer> anchored(
            List<Integer> present, Set<String> attributes, EntityTypeRules rules) {
        StrongSummary together = StrongSummary.empty(rules);
        present.forEach(cluster -> together.addAll(strong[cluster]));
        if (!together.isContested()) {
            return List.of();
        }
        boolean[] inConflict = new boolean[present.size()];
        for (int i = 0; i < present.size(); i++) {
            for (int j = i + 1; j < present.size(); j++) {
                StrongSummary left = strong[present.get(i)];
                StrongSummary right = strong[present.get(j)];
                if (left.conflictsWith(right)) {
                    inConflict[i] = true;
                    inConflict[j] = true;
                    left.collectConflicts(right, attributes);
                }
            }
        }
        List<Integer> anchored = new ArrayList<>();
        for (int i = 0; i < inConflict.length; i++) {
            if (inConflict[i]) {
                anchored.add(present.get(i));
            }
        }
        return anchored;
    }

    private void joinIfAgreed(int anchorA, int anchorB) {
        int left = clusters.find(anchorA);
        int right = clusters.find(anchorB);
        if (left != right
                && !strong[left].conflictsWith(strong[right])
                && strong[left].agreesWith(strong[right])) {
            join(left, right);
        }
    }

    private void joinAll(List<Integer> several) {
        for (int i = 1; i < several.size(); i++) {
            join(several.get(0), several.get(i));
        }
    }

    private void join(int a, int b) {
        int left = clusters.find(a);
        int right = clusters.find(b);
        int into = clusters.join(left, right);
        int from = into == left ? right : left;
        if (into != from) {
            strong[into].addAll(strong[from]);
            rank[into] = Math.min(rank[into], rank[from]);
        }
    }

    private List<RecordIdentity> identities(Collection<Integer> indexes) {
        return indexes.stream().sorted().map(i -> members.get(i).identity()).toList();
    }

    private List<List<NormalizedRecord>> entities() {
        Map<Integer, List<NormalizedRecord>> entities = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            entities.computeIfAbsent(clusters.find(i), unused -> new ArrayList<>())
                    .add(members.get(i));
        }
        return List.copyOf(entities.values());
    }
}
