package io.kindred.oracle;

import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Verdict;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.NaiveKeys.Group;
import io.kindred.oracle.NaiveScores.Link;
import io.kindred.oracle.Oracle.LinkOutcome;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which records are one entity: the decisions, groups and scored links visited one by one. */
final class NaiveEntities {

    private final Facts facts;
    private final List<Set<RecordIdentity>> clusters = new ArrayList<>();
    private final List<ContestedVisit> contested = new ArrayList<>();
    private final List<VisitedLink> links = new ArrayList<>();
    private final Set<Reconciled> reconciled = new HashSet<>();
    private int excused;

    private NaiveEntities(Facts facts) {
        this.facts = facts;
        facts.records().forEach(record -> clusters.add(new HashSet<>(Set.of(record))));
    }

    /**
     * A group that was contested when it was visited.
     *
     * @param anchored the records of the clusters that were anchored then
     * @param strongIdentifiers the attributes in conflict among those clusters
     * @param decisions those that hold two of those clusters apart
     * @param agreed how many anchored clusters merged since they agree
     */
    record ContestedVisit(
            Group group,
            Set<RecordIdentity> anchored,
            Set<String> strongIdentifiers,
            Set<DecidedPair> decisions,
            int agreed) {

        ContestedVisit with(int otherAgreed) {
            return new ContestedVisit(group, anchored, strongIdentifiers, decisions, otherAgreed);
        }
    }

    /** What a scored link led to. */
    record VisitedLink(Link link, LinkOutcome outcome) {}

    /**
     * The cluster that contains the record was merged by decision against a strong identifier.
     *
     * @param perspective whose values were at odds, if the identifier looks at each on its own
     */
    private record Reconciled(
            RecordIdentity record, StrongIdentifier strong, Optional<String> perspective) {}

    /**
     * What came of all visits.
     *
     * @param groups all groups of identity keys in canonical order
     * @param links the scored links as they were visited
     * @param reconciled how often a decision merged against a strong identifier
     * @param excused how often a disagreement did not count
     */
    record Resolved(
            List<Set<RecordIdentity>> entities,
            List<Group> groups,
            List<ContestedVisit> contested,
            List<VisitedLink> links,
            int reconciled,
            int excused) {}

    static Resolved resolve(Facts facts) {
        NaiveEntities entities = new NaiveEntities(facts);
        facts.decisions().stream()
                .filter(decision -> decision.verdict() == Verdict.SAME)
                .forEach(entities::visit);
        List<Group> groups = NaiveKeys.groups(facts);
        groups.forEach(entities::visit);
        NaiveScores.links(facts).forEach(entities::visit);
        return new Resolved(
                List.copyOf(entities.clusters),
                groups,
                List.copyOf(entities.contested),
                List.copyOf(entities.links),
                entities.reconciled.size(),
                entities.excused);
    }

    private void visit(Decision same) {
        Set<RecordIdentity> a = holder(same.lesser());
        Set<RecordIdentity> b = holder(same.greater());
        if (a.equals(b)) {
            return;
        }
        Set<DecidedPair> apart = holdingApart(a, b);
        if (apart.isEmpty()) {
            for (StrongIdentifier strong : facts.rules().strongIdentifiers()) {
                for (Optional<String> perspective : perspectives(strong)) {
                    if (inConflict(a, b, strong, perspective)) {
                        reconciled.add(new Reconciled(same.lesser(), strong, perspective));
                    }
                }
            }
            merge(List.of(a, b));
        } else {
            Set<RecordIdentity> both = new HashSet<>(a);
            both.addAll(b);
            contested.add(new ContestedVisit(NaiveKeys.decided(same), both, Set.of(), apart, 0));
        }
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
        ContestedVisit visit = contested(group, anchored);
        merge(ambiguous);
        contested.add(visit.with(mergeAgreeing(anchored)));
    }

    /** The visit as it is before anything merges. */
    private ContestedVisit contested(Group group, List<Set<RecordIdentity>> anchored) {
        Set<RecordIdentity> anchoredRecords = new HashSet<>();
        Set<DecidedPair> decisions = new HashSet<>();
        for (Set<RecordIdentity> a : anchored) {
            anchoredRecords.addAll(a);
            for (Set<RecordIdentity> b : anchored) {
                if (!a.equals(b)) {
                    decisions.addAll(holdingApart(a, b));
                }
            }
        }
        return new ContestedVisit(
                group, anchoredRecords, attributesInConflict(anchored), decisions, 0);
    }

    private void visit(Link link) {
        Set<RecordIdentity> a = holder(link.lesser());
        Set<RecordIdentity> b = holder(link.greater());
        LinkOutcome outcome;
        if (a.equals(b)) {
            outcome = LinkOutcome.ONE_ALREADY;
        } else if (inConflict(a, b)) {
            outcome = LinkOutcome.CONTESTED;
            contested.add(contested(NaiveKeys.linked(link), List.of(a, b)));
        } else if (NaiveScores.of(facts).cohere(a, b, link)) {
            outcome = LinkOutcome.MERGED;
            merge(List.of(a, b));
        } else {
            outcome = LinkOutcome.REFUSED;
        }
        links.add(new VisitedLink(link, outcome));
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
                    if (!a.equals(b) && inConflict(a, b, strong)) {
                        attributes.add(strong.attribute());
                    }
                }
            }
        }
        for (Set<RecordIdentity> a : anchored) {
            for (Set<RecordIdentity> b : anchored) {
                if (!a.equals(b) && haveTooManyOfAPerspective(a, b)) {
                    attributes.add("uid");
                }
            }
        }
        return attributes;
    }

    private boolean inConflict(Set<RecordIdentity> a, Set<RecordIdentity> b) {
        return !holdingApart(a, b).isEmpty()
                || haveTooManyOfAPerspective(a, b)
                || facts.rules().strongIdentifiers().stream()
                        .anyMatch(strong -> inConflict(a, b, strong));
    }

    /** Whether both have a record of one perspective, of which an entity has one only. */
    private boolean haveTooManyOfAPerspective(Set<RecordIdentity> a, Set<RecordIdentity> b) {
        return facts.rules().isOnePerPerspective() && shareAPerspective(a, b);
    }

    static boolean shareAPerspective(Set<RecordIdentity> a, Set<RecordIdentity> b) {
        return a.stream()
                .anyMatch(x -> b.stream().anyMatch(y -> x.perspective().equals(y.perspective())));
    }

    /** Whether two values of a strong identifier are at odds. */
    static boolean differ(StrongIdentifier strong, String v, String w) {
        if (v.equals(w)) {
            return false;
        }
        return strong.differ().isEmpty()
                || NaiveComparisons.within(strong.differ().get(), v, w).orElse(true);
    }

    /** The decisions that a record of one and a record of the other are different. */
    private Set<DecidedPair> holdingApart(Set<RecordIdentity> a, Set<RecordIdentity> b) {
        Set<DecidedPair> apart = new HashSet<>();
        for (Decision decision : facts.decisions()) {
            RecordIdentity x = decision.lesser();
            RecordIdentity y = decision.greater();
            if (decision.verdict() == Verdict.DIFFERENT
                    && (a.contains(x) && b.contains(y) || a.contains(y) && b.contains(x))) {
                apart.add(new DecidedPair(x, y));
            }
        }
        return apart;
    }

    private Set<Optional<String>> perspectives(StrongIdentifier strong) {
        return strong.scope() == Scope.GLOBAL
                ? Set.of(Optional.empty())
                : facts.records().stream()
                        .map(record -> Optional.of(record.perspective()))
                        .collect(Collectors.toSet());
    }

    private boolean inConflict(
            Set<RecordIdentity> a, Set<RecordIdentity> b, StrongIdentifier strong) {
        return perspectives(strong).stream()
                .anyMatch(perspective -> inConflict(a, b, strong, perspective));
    }

    /** Whether the two disagree, and that counts. */
    private boolean inConflict(
            Set<RecordIdentity> a,
            Set<RecordIdentity> b,
            StrongIdentifier strong,
            Optional<String> perspective) {
        boolean isReconciled =
                reconciled.stream()
                        .anyMatch(
                                mark ->
                                        mark.strong().equals(strong)
                                                && mark.perspective().equals(perspective)
                                                && (a.contains(mark.record())
                                                        || b.contains(mark.record())));
        List<Assertion> xs = said(a, strong, perspective);
        List<Assertion> ys = said(b, strong, perspective);
        List<Interval> all = new ArrayList<>();
        xs.forEach(x -> all.add(x.interval()));
        ys.forEach(y -> all.add(y.interval()));
        for (Interval atom : NaiveTime.atoms(all)) {
            Set<String> left = NaiveGolden.values(NaiveGolden.covering(xs, atom));
            Set<String> right = NaiveGolden.values(NaiveGolden.covering(ys, atom));
            boolean doDisagree =
                    left.stream().anyMatch(x -> right.stream().anyMatch(y -> differ(strong, x, y)));
            boolean doShare =
                    left.stream()
                            .anyMatch(x -> right.stream().anyMatch(y -> !differ(strong, x, y)));
            if (doDisagree && !isReconciled) {
                return true;
            }
            if (doDisagree && !doShare) {
                return true;
            }
            excused += doDisagree ? 1 : 0;
        }
        return false;
    }

    private List<Assertion> said(
            Set<RecordIdentity> cluster, StrongIdentifier strong, Optional<String> perspective) {
        return facts.of(cluster, strong.attribute()).stream()
                .filter(
                        x ->
                                perspective.isEmpty()
                                        || perspective.get().equals(x.record().perspective()))
                .toList();
    }

    /** Whether one has a value and the other another at once, as if nothing was decided. */
    static boolean inConflict(
            Facts facts, Set<RecordIdentity> a, Set<RecordIdentity> b, StrongIdentifier strong) {
        for (Assertion x : facts.of(a, strong.attribute())) {
            for (Assertion y : facts.of(b, strong.attribute())) {
                boolean held = strong.scope() == Scope.GLOBAL || x.samePerspective(y);
                if (held && differ(strong, x.value(), y.value()) && x.overlaps(y)) {
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
                    if (!differ(strong, x.value(), y.value()) && x.overlaps(y)) {
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
