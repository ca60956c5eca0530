package io.kindred.resolve.cluster;

import io.kindred.model.Conflict.DecidedPair;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Scope;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.cluster.DecidedPairs.Pair;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * What {@link ComponentResolver} finds, word by word from the definition: clusters are sets of
 * records, and all their values are compared with each other whenever a question comes up.
 */
final class NaiveResolver {

    private final List<NormalizedRecord> records;
    private final EntityTypeRules rules;
    private final PairScores scores;
    private final BiPredicate<String, String> differ;
    private final DecidedPairs decided;
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<ContestedGroup> contested = new ArrayList<>();

    /** What became of each scored link. */
    final List<Visit.Outcome> outcomes = new ArrayList<>();

    /** How often a reconciled slot excused a disagreement, and clusters merged since they agree. */
    int excused;

    int agreed;

    /**
     * @param records sorted
     * @param differ which values of tolerant identifiers are different
     */
    NaiveResolver(
            List<NormalizedRecord> records,
            EntityTypeRules rules,
            PairScores scores,
            BiPredicate<String, String> differ) {
        this.records = records;
        this.rules = rules;
        this.scores = scores;
        this.differ = differ;
        this.decided = DecidedPairs.among(records);
        for (int i = 0; i < records.size(); i++) {
            clusters.add(new Cluster(new TreeSet<>(Set.of(i)), new HashSet<>()));
        }
    }

    private record Cluster(TreeSet<Integer> members, Set<Slot> reconciled) {}

    private record Slot(StrongIdentifier identifier, String scope) {}

    Resolution resolve(List<Groups.Group> groups, List<ScoredLink> links) {
        decided.same().forEach(this::visit);
        groups.forEach(this::visit);
        links.forEach(link -> outcomes.add(visit(link)));
        return new Resolution(
                clusters.stream()
                        .sorted(Comparator.comparing(each -> each.members().first()))
                        .map(each -> each.members().stream().map(records::get).toList())
                        .toList(),
                contested);
    }

    private void visit(Pair same) {
        Cluster a = of(same.lesser());
        Cluster b = of(same.greater());
        if (a == b) {
            return;
        }
        if (!apart(a, b).isEmpty()) {
            contest(
                    ComponentResolver.decisionKey(records, same),
                    Interval.ALWAYS,
                    OptionalLong.empty(),
                    List.of(same.lesser(), same.greater()),
                    List.of(a, b),
                    false);
            return;
        }
        Set<Slot> against = slotsInConflict(a, b);
        merge(List.of(a, b)).reconciled().addAll(against);
    }

    private void visit(Groups.Group group) {
        List<Cluster> several =
                group.run().members().stream()
                        .map(this::of)
                        .distinct()
                        .sorted(Comparator.comparing(each -> each.members().first()))
                        .toList();
        List<Cluster> anchored =
                several.stream()
                        .filter(a -> several.stream().anyMatch(b -> a != b && inConflict(a, b)))
                        .toList();
        List<Integer> ranks = anchored.stream().map(each -> each.members().first()).toList();
        if (!anchored.isEmpty()) {
            contest(
                    group.key(),
                    group.run().interval(),
                    OptionalLong.empty(),
                    group.run().members(),
                    anchored,
                    true);
        }
        merge(several.stream().filter(each -> !anchored.contains(each)).toList());
        for (int i = 0; i < ranks.size(); i++) {
            for (int j = i + 1; j < ranks.size(); j++) {
                Cluster a = of(ranks.get(i));
                Cluster b = of(ranks.get(j));
                if (a != b && !inConflict(a, b) && agree(a, b)) {
                    agreed++;
                    merge(List.of(a, b));
                }
            }
        }
    }

    private Visit.Outcome visit(ScoredLink link) {
        Cluster a = of(link.lesser());
        Cluster b = of(link.greater());
        if (a == b) {
            return new Visit.Outcome.Together();
        }
        if (inConflict(a, b)) {
            contest(
                    link.key(),
                    link.interval(),
                    OptionalLong.of(link.score()),
                    List.of(link.lesser(), link.greater()),
                    List.of(a, b),
                    true);
            return new Visit.Outcome.Contested();
        }
        ScoreRules score = rules.score().orElseThrow();
        Set<Pair> pairs = new HashSet<>(Set.of(new Pair(link.lesser(), link.greater())));
        a.members().stream()
                .limit(score.members())
                .forEach(
                        left ->
                                b.members().stream()
                                        .limit(score.members())
                                        .forEach(right -> pairs.add(pair(left, right))));
        long sum = 0;
        int number = 0;
        for (Pair pair : pairs) {
            List<Interval> one = intervals(pair.lesser());
            List<Interval> other = intervals(pair.greater());
            long start = Math.max(start(one), start(other));
            long end = Math.min(end(one), end(other));
            if (!one.isEmpty() && !other.isEmpty() && start < end) {
                long found =
                        scores.score(
                                records.get(pair.lesser()),
                                records.get(pair.greater()),
                                new Interval(start, end));
                sum += Math.min(score.clip(), Math.max(-score.clip(), found));
                number++;
            }
        }
        boolean isEnough = sum >= score.cohesion() * number;
        if (isEnough) {
            merge(List.of(a, b));
        }
        return new Visit.Outcome.Measured(sum, number, isEnough);
    }

    private static Pair pair(int a, int b) {
        return new Pair(Math.min(a, b), Math.max(a, b));
    }

    private List<Interval> intervals(int record) {
        return records.get(record).values().values().stream()
                .flatMap(List::stream)
                .map(Value::interval)
                .toList();
    }

    private static long start(List<Interval> intervals) {
        return intervals.stream().mapToLong(Interval::start).min().orElse(0);
    }

    private static long end(List<Interval> intervals) {
        return intervals.stream().mapToLong(Interval::end).max().orElse(0);
    }

    private void contest(
            KeyValues key,
            Interval interval,
            OptionalLong score,
            Collection<Integer> members,
            List<Cluster> anchored,
            boolean hasIdentifiers) {
        Set<String> identifiers = new TreeSet<>();
        Set<DecidedPair> decisions = new TreeSet<>();
        for (Cluster a : anchored) {
            for (Cluster b : anchored) {
                if (a != b) {
                    slotsInConflict(a, b)
                            .forEach(slot -> identifiers.add(slot.identifier().attribute()));
                    if (shareAPerspective(a, b)) {
                        identifiers.add("uid");
                    }
                    apart(a, b)
                            .forEach(
                                    pair ->
                                            decisions.add(
                                                    new DecidedPair(
                                                            identity(pair.lesser()),
                                                            identity(pair.greater()))));
                }
            }
        }
        contested.add(
                new ContestedGroup(
                        key,
                        interval,
                        score.isPresent(),
                        score,
                        members.stream().sorted().map(this::identity).toList(),
                        anchored.stream()
                                .map(each -> each.members().first())
                                .sorted()
                                .map(this::identity)
                                .toList(),
                        hasIdentifiers ? List.copyOf(identifiers) : List.of(),
                        List.copyOf(decisions)));
    }

    private RecordIdentity identity(int record) {
        return records.get(record).identity();
    }

    private Cluster of(int record) {
        return clusters.stream()
                .filter(each -> each.members().contains(record))
                .findFirst()
                .orElseThrow();
    }

    private Cluster merge(List<Cluster> several) {
        Cluster merged = new Cluster(new TreeSet<>(), new HashSet<>());
        for (Cluster each : several) {
            merged.members().addAll(each.members());
            merged.reconciled().addAll(each.reconciled());
            clusters.removeIf(known -> known == each);
        }
        if (!several.isEmpty()) {
            clusters.add(merged);
        }
        return merged;
    }

    private boolean inConflict(Cluster a, Cluster b) {
        return !apart(a, b).isEmpty()
                || shareAPerspective(a, b)
                || !slotsInConflict(a, b).isEmpty();
    }

    private List<Pair> apart(Cluster a, Cluster b) {
        return decided.different().stream()
                .filter(
                        pair ->
                                a.members().contains(pair.lesser())
                                                && b.members().contains(pair.greater())
                                        || b.members().contains(pair.lesser())
                                                && a.members().contains(pair.greater()))
                .toList();
    }

    private boolean shareAPerspective(Cluster a, Cluster b) {
        return rules.isOnePerPerspective()
                && a.members().stream()
                        .anyMatch(
                                one ->
                                        b.members().stream()
                                                .anyMatch(
                                                        other ->
                                                                perspective(one)
                                                                        .equals(
                                                                                perspective(
                                                                                        other))));
    }

    private String perspective(int record) {
        return identity(record).perspective();
    }

    private Set<Slot> slotsInConflict(Cluster a, Cluster b) {
        Map<Slot, List<Value>> left = slots(a);
        Map<Slot, List<Value>> right = slots(b);
        Set<Slot> found = new HashSet<>();
        left.forEach(
                (slot, values) -> {
                    List<Value> theirs = right.getOrDefault(slot, List.of());
                    boolean differ =
                            pairs(values, theirs)
                                    .anyMatch(pair -> areDifferent(slot.identifier(), pair));
                    boolean isReconciled =
                            a.reconciled().contains(slot) || b.reconciled().contains(slot);
                    if (differ && isReconciled && !areAtOdds(slot.identifier(), values, theirs)) {
                        excused++;
                    } else if (differ) {
                        found.add(slot);
                    }
                });
        return found;
    }

    /**
     * Whether there is a time at which both have values and no two of them are alike. It is enough
     * to look where a value starts or ends.
     */
    private boolean areAtOdds(StrongIdentifier identifier, List<Value> a, List<Value> b) {
        return Stream.concat(a.stream(), b.stream())
                .flatMap(value -> Stream.of(value.interval().start(), value.interval().end()))
                .anyMatch(
                        time -> {
                            List<Value> left = at(time, a);
                            List<Value> right = at(time, b);
                            return !left.isEmpty()
                                    && !right.isEmpty()
                                    && pairs(left, right)
                                            .allMatch(pair -> areDifferent(identifier, pair));
                        });
    }

    private static List<Value> at(long time, List<Value> values) {
        return values.stream()
                .filter(value -> value.interval().start() <= time && time < value.interval().end())
                .toList();
    }

    private boolean agree(Cluster a, Cluster b) {
        return rules.strongIdentifiers().stream()
                .anyMatch(
                        identifier ->
                                pairs(values(a, identifier), values(b, identifier))
                                        .anyMatch(pair -> !areDifferent(identifier, pair)));
    }

    private record Both(Value left, Value right) {}

    /** The pairs that overlap. */
    private static Stream<Both> pairs(List<Value> a, List<Value> b) {
        return a.stream()
                .flatMap(
                        one ->
                                b.stream()
                                        .filter(other -> one.interval().overlaps(other.interval()))
                                        .map(other -> new Both(one, other)));
    }

    private boolean areDifferent(StrongIdentifier identifier, Both pair) {
        String left = pair.left().normalized();
        String right = pair.right().normalized();
        return !left.equals(right) && (identifier.differ().isEmpty() || differ.test(left, right));
    }

    private List<Value> values(Cluster cluster, StrongIdentifier identifier) {
        return cluster.members().stream()
                .flatMap(each -> records.get(each).values(identifier.attribute()).stream())
                .toList();
    }

    private Map<Slot, List<Value>> slots(Cluster cluster) {
        Map<Slot, List<Value>> slots = new HashMap<>();
        for (StrongIdentifier identifier : rules.strongIdentifiers()) {
            boolean isLocal = identifier.scope() == Scope.PERSPECTIVE;
            for (Value value : values(cluster, identifier)) {
                String scope = isLocal ? value.record().perspective() : "";
                slots.computeIfAbsent(new Slot(identifier, scope), unused -> new ArrayList<>())
                        .add(value);
            }
        }
        return slots;
    }
}
