package io.kindred.resolve.query;

import io.kindred.model.MergeStep;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SplitReason;
import io.kindred.model.Verdict;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.cluster.DecidedPairs;
import io.kindred.resolve.cluster.Groups;
import io.kindred.resolve.cluster.Trace;
import io.kindred.resolve.cluster.Visit;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What speaks for and against an entity: which key values its records share, how they score, what
 * was decided, and in which steps they merged. Records are named by their position in {@link
 * #records}.
 *
 * @param records those of the entity, and those of others that a contested group, a scored link or
 *     a decision brings together with one of them; sorted by identity
 * @param groups values that link, in canonical order; each has a record of the entity
 * @param scores scored links with a record of the entity, in the order in which they were visited
 * @param decisions about a record of the entity
 * @param generic values that several of the records share, but that link nothing
 * @param steps what built the entity, in order
 */
public record EntityEvidence(
        List<Member> records,
        List<Shared> groups,
        List<Score> scores,
        List<Decided> decisions,
        List<Shared> generic,
        List<MergeStep> steps) {

    /** The most steps. */
    private static final int STEPS = 2_000;

    /** The most scores with their parts. */
    private static final int EXPLAINED = 1_000;

    /** A record and its entity. */
    public record Member(RecordIdentity identity, String entityId) {}

    /**
     * Values of a key that records share.
     *
     * @param interval when; all time of values that are generic
     * @param isContested whether strong identifiers or decisions keep records of it apart
     */
    public record Shared(
            String key,
            List<String> values,
            Interval interval,
            boolean isContested,
            List<Integer> records) {}

    /**
     * A scored link.
     *
     * @param total in thousandths of a bit
     * @param parts what adds up to it; empty of all but the first 1,000 scores
     */
    public record Score(
            int left,
            int right,
            String key,
            long total,
            Interval interval,
            Visit.Outcome outcome,
            Optional<ScoreEvidence> parts) {}

    /**
     * What was decided about two records.
     *
     * @param reason empty if none was given, or if it is gone
     */
    public record Decided(int left, int right, Verdict verdict, Optional<String> reason) {}

    /**
     * The evidence of an entity. Resolves its component once, and costs as much.
     *
     * @param component all records of the component
     * @param entityId an entity of it; of another one nothing is found
     * @param isGeneric whether the key values link nothing
     */
    public static EntityEvidence of(
            List<NormalizedRecord> component,
            Ontology ontology,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            String entityId) {
        ResolvedComponent resolved =
                ResolvedComponent.of(component, ontology, matcher, isGeneric, Trace.recording());
        return new Finder(resolved, matcher, isGeneric, entityId, resolved::entityId).find();
    }

    /**
     * The evidence among some records of an entity whose component is too large to resolve. All of
     * them count as the entity's, even those that are linked only through records that are left
     * out; so a link may show as refused only because one side of it lacks records.
     */
    public static EntityEvidence among(
            List<NormalizedRecord> some,
            Ontology ontology,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            String entityId) {
        ResolvedComponent resolved =
                ResolvedComponent.of(some, ontology, matcher, isGeneric, Trace.recording());
        return new Finder(resolved, matcher, isGeneric, entityId, any -> entityId).find();
    }

    /** Collects the evidence by positions in the component. */
    private static final class Finder {
        private final ResolvedComponent component;
        private final Matcher matcher;
        private final Predicate<KeyValues> isGeneric;
        private final String entityId;
        private final IntFunction<String> entityIds;
        private final Set<Integer> shown = new TreeSet<>();

        /**
         * @param entityIds of the record at a position
         */
        Finder(
                ResolvedComponent component,
                Matcher matcher,
                Predicate<KeyValues> isGeneric,
                String entityId,
                IntFunction<String> entityIds) {
            this.component = component;
            this.matcher = matcher;
            this.isGeneric = isGeneric;
            this.entityId = entityId;
            this.entityIds = entityIds;
        }

        EntityEvidence find() {
            for (int i = 0; i < component.records().size(); i++) {
                if (isOwn(i)) {
                    shown.add(i);
                }
            }
            List<Groups.Group> groups =
                    component.groups().stream().filter(this::isShownAsGroup).toList();
            groups.stream()
                    .filter(group -> component.contested(group).isPresent())
                    .forEach(group -> shown.addAll(group.run().members()));
            List<Visit.Link> links = links();
            links.forEach(link -> shown.addAll(List.of(left(link), right(link))));
            DecidedPairs decided = DecidedPairs.among(component.records());
            Map<DecidedPairs.Pair, Verdict> pairs = new LinkedHashMap<>();
            decided.same().forEach(pair -> pairs.put(pair, Verdict.SAME));
            decided.different().forEach(pair -> pairs.put(pair, Verdict.DIFFERENT));
            pairs.keySet().removeIf(pair -> !isOwn(pair.lesser()) && !isOwn(pair.greater()));
            pairs.keySet().forEach(pair -> shown.addAll(List.of(pair.lesser(), pair.greater())));
            List<MergeStep> steps = new ArrayList<>();
            new MergeSteps(component, STEPS, entityIds).addOf(entityId, steps);
            Map<Integer, Integer> places = new LinkedHashMap<>();
            shown.forEach(position -> places.put(position, places.size()));
            return new EntityEvidence(
                    shown.stream().map(this::member).toList(),
                    groups.stream().map(group -> shared(group, places)).toList(),
                    IntStream.range(0, links.size())
                            .mapToObj(i -> score(links.get(i), i < EXPLAINED, places))
                            .toList(),
                    pairs.entrySet().stream()
                            .map(each -> decided(each.getKey(), each.getValue(), places))
                            .toList(),
                    generic(places),
                    steps);
        }

        private boolean isOwn(int position) {
            return entityIds.apply(position).equals(entityId);
        }

        /** Decisions and scored links are shown apart. */
        private boolean isShownAsGroup(Groups.Group group) {
            int position = group.key().keyPosition();
            return position != IdentityKey.DECISION_POSITION
                    && !(component.rules().key(position).test() instanceof KeyTest.Scored)
                    && group.run().members().stream().anyMatch(this::isOwn);
        }

        private List<Visit.Link> links() {
            return component.visits().stream()
                    .filter(Visit.Link.class::isInstance)
                    .map(Visit.Link.class::cast)
                    .filter(link -> isOwn(left(link)) || isOwn(right(link)))
                    .toList();
        }

        private int left(Visit.Link link) {
            return component.position(link.lesser());
        }

        private int right(Visit.Link link) {
            return component.position(link.greater());
        }

        private Member member(int position) {
            return new Member(
                    component.records().get(position).identity(), entityIds.apply(position));
        }

        private Shared shared(Groups.Group group, Map<Integer, Integer> places) {
            return new Shared(
                    component.rules().key(group.key().keyPosition()).shownName(),
                    group.key().values(),
                    group.run().interval(),
                    component.contested(group).isPresent(),
                    group.run().members().stream()
                            .filter(places::containsKey)
                            .map(places::get)
                            .sorted()
                            .toList());
        }

        private Score score(Visit.Link link, boolean isExplained, Map<Integer, Integer> places) {
            return new Score(
                    places.get(left(link)),
                    places.get(right(link)),
                    component.rules().key(link.key().keyPosition()).shownName(),
                    link.score(),
                    link.interval(),
                    link.outcome(),
                    isExplained ? Optional.of(parts(link)) : Optional.empty());
        }

        private ScoreEvidence parts(Visit.Link link) {
            return matcher.explain(
                    component.records().get(left(link)),
                    component.records().get(right(link)),
                    link.interval());
        }

        private Decided decided(
                DecidedPairs.Pair pair, Verdict verdict, Map<Integer, Integer> places) {
            NormalizedRecord lesser = component.records().get(pair.lesser());
            NormalizedRecord greater = component.records().get(pair.greater());
            Optional<String> reason =
                    lesser.decisions()
                            .with(greater.decisions().own())
                            .flatMap(
                                    half ->
                                            greater.decisions()
                                                    .with(lesser.decisions().own())
                                                    .flatMap(
                                                            other ->
                                                                    SplitReason.joined(
                                                                            half.reasonHalf(),
                                                                            other.reasonHalf())))
                            .filter(text -> !text.isEmpty());
            return new Decided(
                    places.get(pair.lesser()), places.get(pair.greater()), verdict, reason);
        }

        private List<Shared> generic(Map<Integer, Integer> places) {
            Map<KeyValues, List<Integer>> having = new TreeMap<>();
            places.forEach(
                    (position, place) -> {
                        for (KeyEntry entry :
                                KeyEntries.of(
                                        component.records().get(position), component.rules())) {
                            having.computeIfAbsent(entry.keyValues(), any -> new ArrayList<>())
                                    .add(place);
                        }
                    });
            return having.entrySet().stream()
                    .filter(each -> each.getValue().size() > 1 && isGeneric.test(each.getKey()))
                    .map(
                            each ->
                                    new Shared(
                                            component
                                                    .rules()
                                                    .key(each.getKey().keyPosition())
                                                    .name(),
                                            each.getKey().values(),
                                            Interval.ALWAYS,
                                            false,
                                            each.getValue()))
                    .toList();
        }
    }
}
