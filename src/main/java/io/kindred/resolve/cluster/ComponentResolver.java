package io.kindred.resolve.cluster;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.DecidedPairs.Pair;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Partitions the records of one component into entities (clustering under cannot-link constraints).
 *
 * <p>If no two different values of a strong identifier overlap within its scope, and nobody decided
 * that two records are different, the component is one entity. Otherwise clusters start as single
 * records. First, decisions that two records are the same join their clusters, in order of the
 * pairs, unless a decision holds these apart. Strong identifiers that are against it are
 * reconciled: see {@link StrongSummary}. Then the groups are visited in canonical order (key
 * position, values, start of the run). A visit joins the clusters that the group links:
 *
 * <ul>
 *   <li>No conflict between strong identifiers: all of them join.
 *   <li>Conflict: the group is <i>contested</i>. Clusters in conflict with no other join each other
 *       only. Those in conflict are <i>anchored</i>; see {@link AgreeingClusters}.
 * </ul>
 *
 * <p>Last come the scored links, by descending score. A link joins its two clusters if they are not
 * in conflict and {@linkplain Cohesion cohere}.
 *
 * <p>Example: records 1, 2 and 3 share an e-mail address. 1 has passport A, 2 has passport B, 3 has
 * none. The group is contested and anchors 1 and 2; record 3 joins neither. So there are three
 * entities and one indirect conflict. If 3 already joined 1 by a more trusted key, there are two.
 *
 * <p>Costs a sort of the key entries. A group costs the values of its clusters except the largest.
 * A contested group also costs those of the largest, and a test per pair of its clusters that
 * agree. Decisions cost a sort, and O(log n) each as clusters join. A group with clusters that a
 * decision reconciled costs a test of each of these with every other cluster. With strong
 * identifiers that tolerate differences, all pairs of a group's clusters are compared. A scored
 * link costs a comparison of its two clusters, and of up to {@code members} squared pairs of
 * records.
 *
 * <p>Records of a component need not all be linked if a key has a test. So for such entity types
 * the groups and links are found even if nothing is in conflict: at the cost of all tests and
 * scores.
 */
public final class ComponentResolver {

    private static final Comparator<NormalizedRecord> BY_IDENTITY =
            Comparator.comparing(NormalizedRecord::identity);

    private final List<NormalizedRecord> members;
    private final EntityTypeRules rules;
    private final Trace trace;
    private final DisjointSets clusters;
    private final StrongValues values;
    private final StrongSummary[] strong;
    private final HeldApart heldApart;

    /** The rank of each cluster, by its representative: the index of its least record. */
    private final int[] rank;

    private final List<ContestedGroup> contested = new ArrayList<>();

    private ComponentResolver(
            List<NormalizedRecord> members,
            EntityTypeRules rules,
            List<Pair> different,
            Trace trace) {
        this.members = members;
        this.rules = rules;
        this.trace = trace;
        this.clusters = new DisjointSets(members.size());
        this.values = StrongValues.of(members, rules);
        this.strong = new StrongSummary[members.size()];
        this.heldApart = new HeldApart(different, clusters);
        this.rank = new int[members.size()];
        for (int i = 0; i < strong.length; i++) {
            strong[i] = values.summary(i);
            rank[i] = i;
        }
    }

    /**
     * The result for a component.
     *
     * @param entities the records of each entity, sorted by identity; entities sorted by their
     *     least record
     * @param contested the contested groups, in the order in which they were visited
     */
    public record Resolution(
            List<List<NormalizedRecord>> entities, List<ContestedGroup> contested) {}

    /**
     * A group whose clusters strong identifiers keep apart.
     *
     * @param key the key and its values
     * @param interval the run's interval; of a key with a test that of the group
     * @param isTested whether the key has a test
     * @param score of a scored link, whose group is its two records; in thousandths of a bit
     * @param members the records in the group
     * @param anchored the first record of each cluster in conflict with another one
     * @param strongIdentifiers the attributes in conflict
     * @param decisions those that hold two of the anchored clusters apart, sorted
     */
    public record ContestedGroup(
            KeyValues key,
            Interval interval,
            boolean isTested,
            OptionalLong score,
            List<RecordIdentity> members,
            List<RecordIdentity> anchored,
            List<String> strongIdentifiers,
            List<DecidedPair> decisions) {

        /** A group of a key without a test that no decision has a part in. */
        public ContestedGroup(
                KeyValues key,
                Interval interval,
                List<RecordIdentity> members,
                List<RecordIdentity> anchored,
                List<String> strongIdentifiers) {
            this(
                    key,
                    interval,
                    false,
                    OptionalLong.empty(),
                    members,
                    anchored,
                    strongIdentifiers,
                    List.of());
        }
    }

    /** The scored links among sorted records, in the order in which they are visited. */
    interface Links {

        List<ScoredLink> among(List<NormalizedRecord> sorted);
    }

    /** Resolves a component; see {@link #resolve(List, Matcher, Predicate, Trace)}. */
    public static Resolution resolve(
            List<NormalizedRecord> component, Matcher matcher, Predicate<KeyValues> isGeneric) {
        return resolve(component, matcher, isGeneric, Trace.NONE);
    }

    /**
     * Resolves a component. The order of its records does not matter.
     *
     * @param isGeneric whether the key values are generic and link nothing; called only if that
     *     matters
     * @param matcher compares records of the entity type
     * @param trace receives the steps, if it records
     */
    public static Resolution resolve(
            List<NormalizedRecord> component,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            Trace trace) {
        return resolve(
                component,
                matcher,
                isGeneric,
                matcher,
                trace,
                sorted -> ScoredLinks.of(sorted, matcher, isGeneric));
    }

    static Resolution resolve(
            List<NormalizedRecord> component,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            PairScores scores,
            Trace trace,
            Links links) {
        EntityTypeRules rules = matcher.rules();
        if (component.size() == 1) {
            return new Resolution(List.of(List.copyOf(component)), List.of());
        }
        List<NormalizedRecord> sorted = new ArrayList<>(component);
        sorted.sort(BY_IDENTITY);
        DecidedPairs decided = DecidedPairs.among(sorted);
        boolean isSimple =
                !trace.isRecording()
                        && decided.different().isEmpty()
                        && !StrongValues.areContested(sorted, rules);
        if (isSimple && !rules.comparesRecords()) {
            return new Resolution(List.of(sorted), List.of());
        }
        List<Groups.Group> groups = Groups.of(sorted, matcher, isGeneric);
        List<ScoredLink> scored = links.among(sorted);
        if (isSimple && scored.isEmpty()) {
            return new Resolution(connected(sorted, decided.same(), groups), List.of());
        }
        ComponentResolver resolver =
                new ComponentResolver(sorted, rules, decided.different(), trace);
        decided.same().forEach(resolver::visit);
        groups.forEach(resolver::visit);
        if (!scored.isEmpty()) {
            resolver.visitAll(scored, scores);
        }
        return new Resolution(entities(sorted, resolver.clusters), resolver.contested);
    }

    /**
     * Whether the records of a component are one entity, without a closer look. May be false for
     * some that are, if a key of the type has a test.
     *
     * @param sorted by identity
     */
    public static boolean isOneEntity(List<NormalizedRecord> sorted, EntityTypeRules rules) {
        return !rules.comparesRecords()
                && DecidedPairs.among(sorted).different().isEmpty()
                && !StrongValues.areContested(sorted, rules);
    }

    /** The entities if nothing is in conflict. */
    private static List<List<NormalizedRecord>> connected(
            List<NormalizedRecord> sorted, List<Pair> same, List<Groups.Group> groups) {
        DisjointSets sets = new DisjointSets(sorted.size());
        same.forEach(pair -> sets.join(pair.lesser(), pair.greater()));
        for (Groups.Group group : groups) {
            int first = group.run().members().iterator().next();
            group.run().members().forEach(member -> sets.join(first, member));
        }
        return entities(sorted, sets);
    }

    /** Joins the clusters of two records that somebody decided are the same. */
    private void visit(Pair same) {
        int left = clusters.find(same.lesser());
        int right = clusters.find(same.greater());
        if (left == right) {
            return;
        }
        List<Pair> apart = heldApart.between(left, right);
        if (apart.isEmpty()) {
            BitSet against = new BitSet();
            strong[left].forEachConflict(strong[right], against::set);
            against.stream().forEach(strong[left]::reconcile);
            if (trace.isRecording()) {
                record(ranks(List.of(left, right)), decisionKey(members, same), Interval.ALWAYS);
            }
            join(left, right);
            return;
        }
        int[] anchored = ranks(List.of(left, right));
        contested.add(
                new ContestedGroup(
                        decisionKey(members, same),
                        Interval.ALWAYS,
                        false,
                        OptionalLong.empty(),
                        identities(new int[] {same.lesser(), same.greater()}),
                        identities(anchored),
                        List.of(),
                        identities(apart)));
    }

    /** The key and values under which a decision that two records are the same is shown. */
    public static KeyValues decisionKey(List<NormalizedRecord> members, Pair same) {
        RecordIdentity lesser = members.get(same.lesser()).identity();
        RecordIdentity greater = members.get(same.greater()).identity();
        return new KeyValues(
                IdentityKey.DECISION_POSITION,
                List.of(lesser.perspective(), lesser.uid(), greater.perspective(), greater.uid()));
    }

    private void visit(Groups.Group group) {
        KeyValues key = group.key();
        Run<Integer> run = group.run();
        int[] ranks = ranks(run.members());
        if (ranks.length < 2) {
            return;
        }
        Rivals rivals = Rivals.among(summaries(ranks));
        BitSet isAnchored = rivals.anchored();
        List<Pair> apart = heldApart.among(ranks, isAnchored);
        int[] anchored = isAnchored.stream().map(i -> ranks[i]).toArray();
        int[] free =
                IntStream.range(0, ranks.length)
                        .filter(i -> !isAnchored.get(i))
                        .map(i -> ranks[i])
                        .toArray();
        if (trace.isRecording()) {
            record(free, key, run.interval());
        }
        joinAll(free);
        if (anchored.length > 0) {
            contested.add(
                    new ContestedGroup(
                            key,
                            run.interval(),
                            rules.key(key.keyPosition()).isTested(),
                            OptionalLong.empty(),
                            identities(sorted(run.members())),
                            identities(anchored),
                            attributes(rivals.slots()),
                            identities(apart)));
            joinAgreeing(anchored, group);
        }
    }

    private void visitAll(List<ScoredLink> links, PairScores scores) {
        Cohesion cohesion = new Cohesion(rules.score().orElseThrow(), members, clusters, scores);
        for (ScoredLink link : links) {
            Visit.Outcome outcome = visit(link, cohesion);
            if (trace.isRecording()) {
                trace.add(
                        new Visit.Link(
                                link.key(),
                                link.interval(),
                                members.get(link.lesser()).identity(),
                                members.get(link.greater()).identity(),
                                link.score(),
                                outcome));
            }
        }
    }

    private Visit.Outcome visit(ScoredLink link, Cohesion cohesion) {
        int left = clusters.find(link.lesser());
        int right = clusters.find(link.greater());
        if (left == right) {
            return new Visit.Outcome.Together();
        }
        List<Pair> apart = heldApart.between(left, right);
        if (!apart.isEmpty() || strong[left].conflictsWith(strong[right])) {
            contested.add(
                    new ContestedGroup(
                            link.key(),
                            link.interval(),
                            true,
                            OptionalLong.of(link.score()),
                            identities(new int[] {link.lesser(), link.greater()}),
                            identities(ranks(List.of(left, right))),
                            attributes(Rivals.among(List.of(strong[left], strong[right])).slots()),
                            identities(apart)));
            return new Visit.Outcome.Contested();
        }
        Visit.Outcome.Measured measured = cohesion.between(link, left, right);
        if (measured.isMerged()) {
            int into = join(left, right);
            cohesion.joined(into, into == left ? right : left);
        }
        return measured;
    }

    /** The ranks of the clusters that contain these records, ascending and distinct. */
    private int[] ranks(Collection<Integer> recordsInGroup) {
        int[] ranks = new int[recordsInGroup.size()];
        int count = 0;
        for (int member : recordsInGroup) {
            ranks[count++] = rank[clusters.find(member)];
        }
        Arrays.sort(ranks);
        int distinct = 0;
        for (int each : ranks) {
            if (distinct == 0 || ranks[distinct - 1] != each) {
                ranks[distinct++] = each;
            }
        }
        return Arrays.copyOf(ranks, distinct);
    }

    private List<StrongSummary> summaries(int[] several) {
        List<StrongSummary> summaries = new ArrayList<>(several.length);
        for (int each : several) {
            summaries.add(strong[clusters.find(each)]);
        }
        return summaries;
    }

    private List<String> attributes(BitSet slots) {
        return slots.stream()
                .mapToObj(values::attribute)
                .distinct()
                .sorted(CodePointOrder.STRINGS)
                .toList();
    }

    private void joinAgreeing(int[] anchored, Groups.Group group) {
        if (anchored.length == 2) {
            // Both are anchored, so they conflict with each other.
            return;
        }
        AgreeingClusters.Test test =
                new AgreeingClusters.Test() {
                    @Override
                    public boolean join(int a, int b) {
                        int left = clusters.find(anchored[a]);
                        int right = clusters.find(anchored[b]);
                        if (heldApart.areApart(left, right)
                                || strong[left].conflictsWith(strong[right])) {
                            return false;
                        }
                        if (trace.isRecording()) {
                            int[] both = ranks(List.of(left, right));
                            record(both, group.key(), group.run().interval());
                        }
                        ComponentResolver.this.join(left, right);
                        return true;
                    }

                    @Override
                    public StrongSummary summary(int a) {
                        return strong[clusters.find(anchored[a])];
                    }
                };
        if (values.differences().isPresent()) {
            AgreeingPairs.join(anchored.length, values.differences().get(), test);
        } else {
            AgreeingClusters.join(summaries(anchored), test);
        }
    }

    private void record(int[] ranks, KeyValues key, Interval interval) {
        if (ranks.length > 1) {
            trace.add(new Visit.Merge(key, interval, identities(ranks)));
        }
    }

    private void joinAll(int[] several) {
        for (int i = 1; i < several.length; i++) {
            join(several[0], several[i]);
        }
    }

    /** Joins two clusters; returns the representative of the result. */
    private int join(int a, int b) {
        int left = clusters.find(a);
        int right = clusters.find(b);
        int into = clusters.join(left, right);
        int from = into == left ? right : left;
        if (into != from) {
            heldApart.joined(into, from);
            strong[into] = StrongSummary.joined(strong[into], strong[from]);
            rank[into] = Math.min(rank[into], rank[from]);
        }
        return into;
    }

    private static int[] sorted(Collection<Integer> indexes) {
        return indexes.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private List<RecordIdentity> identities(int[] indexes) {
        List<RecordIdentity> identities = new ArrayList<>(indexes.length);
        for (int index : indexes) {
            identities.add(members.get(index).identity());
        }
        return identities;
    }

    private List<DecidedPair> identities(List<Pair> pairs) {
        return pairs.stream()
                .sorted()
                .map(
                        pair ->
                                new DecidedPair(
                                        members.get(pair.lesser()).identity(),
                                        members.get(pair.greater()).identity()))
                .toList();
    }

    private static List<List<NormalizedRecord>> entities(
            List<NormalizedRecord> members, DisjointSets clusters) {
        Map<Integer, List<NormalizedRecord>> entities = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            entities.computeIfAbsent(clusters.find(i), unused -> new ArrayList<>(2))
                    .add(members.get(i));
        }
        return List.copyOf(entities.values());
    }
}
