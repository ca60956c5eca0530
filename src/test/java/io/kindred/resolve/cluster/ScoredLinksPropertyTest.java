package io.kindred.resolve.cluster;

import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.model.Decision;
import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Scope;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.match.PairScores;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resolves dense components with scored links, tolerant strong identifiers, one record per
 * perspective and decisions, against {@link NaiveResolver}.
 */
class ScoredLinksPropertyTest {

    private static final int CASES = Seeds.CASES * 8;
    private static final int SCORED_KEY = 2;
    private static final Predicate<KeyValues> NEVER = key -> false;
    private static final DigestKey DIGESTS = DigestKey.of(new byte[32]);

    private static final Optional<Threshold> BY_TWO =
            Optional.of(new Threshold(Measure.DIFFERENCE, Bound.AT_LEAST, new BigDecimal(2)));

    /** Symmetric, and different for each interval. */
    private static final PairScores SCORES =
            (a, b, over) ->
                    Math.floorMod(
                                    31 * (a.identity().hashCode() + b.identity().hashCode())
                                            + Objects.hash(over.start(), over.end()),
                                    20_001)
                            - 10_000;

    @Test
    void resolveDenseComponentsByTheDefinition() {
        Map<String, Integer> met = new HashMap<>();
        for (long seed : Seeds.halfFixed(CASES)) {
            Case random = new Case(new Random(seed));
            NaiveResolver naive =
                    new NaiveResolver(
                            random.records,
                            random.rules,
                            SCORES,
                            ScoredLinksPropertyTest::areDifferent);
            Resolution expected =
                    naive.resolve(
                            Groups.of(random.records, Matcher.of(random.rules), NEVER),
                            random.links);
            Trace trace = Trace.recording();
            assertThat(random.resolve(Trace.NONE)).as("seed %d", seed).isEqualTo(expected);
            assertThat(random.resolve(trace)).as("seed %d", seed).isEqualTo(expected);
            assertThat(outcomes(trace)).as("seed %d", seed).isEqualTo(naive.outcomes);
            naive.outcomes.forEach(each -> met.merge(nameOf(each), 1, Integer::sum));
            met.merge("agreed", naive.agreed, Integer::sum);
            met.merge("excused", naive.excused, Integer::sum);
        }
        assertThat(met)
                .containsOnlyKeys("Together", "Contested", "merged", "refused", "agreed", "excused")
                .allSatisfy((what, often) -> assertThat(often).as(what).isGreaterThan(CASES / 20));
    }

    private static List<Visit.Outcome> outcomes(Trace trace) {
        return trace.visits().stream()
                .filter(Visit.Link.class::isInstance)
                .map(visit -> ((Visit.Link) visit).outcome())
                .toList();
    }

    private static String nameOf(Visit.Outcome outcome) {
        if (outcome instanceof Visit.Outcome.Measured measured) {
            return measured.isMerged() ? "merged" : "refused";
        }
        return outcome.getClass().getSimpleName();
    }

    private static boolean areDifferent(String a, String b) {
        return a.equals("x")
                || b.equals("x")
                || Math.abs(Integer.parseInt(a) - Integer.parseInt(b)) > 1;
    }

    private static final class Case {

        private final Random dice;
        private final int values;
        private final EntityTypeRules rules;
        private final List<NormalizedRecord> records = new ArrayList<>();
        private final List<ScoredLink> links = new ArrayList<>();

        Case(Random dice) {
            this.dice = dice;
            this.values = 2 + dice.nextInt(5);
            this.rules = rules();
            int count = 3 + dice.nextInt(12);
            List<RecordIdentity> identities = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String perspective = List.of("crm", "erp", "hr", "web").get(dice.nextInt(4));
                identities.add(new RecordIdentity("person", perspective, "R-" + i));
            }
            Collections.sort(identities);
            Map<RecordIdentity, HeldDecisions> held = decisions(identities);
            for (RecordIdentity identity : identities) {
                records.add(
                        NormalizedRecord.of(
                                identity,
                                descriptors(),
                                held.getOrDefault(identity, HeldDecisions.NONE),
                                rules));
            }
            link(dice.nextInt(count * 2));
        }

        Resolution resolve(Trace trace) {
            List<NormalizedRecord> inAnyOrder = new ArrayList<>(records);
            Collections.shuffle(inAnyOrder, dice);
            return ComponentResolver.resolve(
                    inAnyOrder, Matcher.of(rules), NEVER, SCORES, trace, sorted -> links);
        }

        private EntityTypeRules rules() {
            return new EntityTypeRules(
                    List.of(
                            key("email", new KeyTest.None()),
                            key("phone", new KeyTest.None()),
                            key("nobody has it", new KeyTest.Scored())),
                    List.of(
                            new StrongIdentifier("ssn", Scope.GLOBAL, tolerance()),
                            new StrongIdentifier("badge", Scope.PERSPECTIVE, tolerance())),
                    List.of(),
                    Map.of(),
                    Retention.FOREVER,
                    Optional.of(
                            new ScoreRules(
                                    0,
                                    List.of(),
                                    0,
                                    -dice.nextInt(5_000),
                                    6_000,
                                    1 + dice.nextInt(4))),
                    dice.nextInt(3) == 0);
        }

        private Optional<Threshold> tolerance() {
            return dice.nextInt(3) > 0 ? BY_TWO : Optional.empty();
        }

        private List<Descriptor> descriptors() {
            List<Descriptor> descriptors = new ArrayList<>();
            for (String attribute : List.of("email", "phone", "ssn", "ssn", "badge")) {
                boolean isHub = attribute.equals("email");
                if (dice.nextInt(isHub ? 4 : 3) > (isHub ? 0 : 1)) {
                    int value = isHub ? 0 : dice.nextInt(values);
                    int start = dice.nextInt(20);
                    descriptors.add(
                            new Descriptor(
                                    attribute,
                                    value == 6 ? "x" : Integer.toString(value),
                                    dice.nextInt(3) > 0
                                            ? Interval.ALWAYS
                                            : new Interval(start, start + 1 + dice.nextInt(9))));
                }
            }
            return descriptors;
        }

        private Map<RecordIdentity, HeldDecisions> decisions(List<RecordIdentity> identities) {
            Map<RecordIdentity, HeldDecisions> held = new HashMap<>();
            for (int n = dice.nextInt(3) * dice.nextInt(3); n > 0; n--) {
                RecordIdentity left = identities.get(dice.nextInt(identities.size()));
                RecordIdentity right = identities.get(dice.nextInt(identities.size()));
                if (!left.equals(right)) {
                    Verdict verdict = dice.nextInt(3) > 0 ? Verdict.SAME : Verdict.DIFFERENT;
                    Decision decision =
                            Decision.about(left, right, OptionalLong.of(1), Op.UPSERT, verdict, "");
                    for (DecisionSide side : decision.sides(1)) {
                        held.merge(
                                side.identity(),
                                HeldDecisions.NONE.and(
                                        DIGESTS.digest(side.identity()), side.held(DIGESTS)),
                                (known, added) -> known.and(added.own(), added.all().get(0)));
                    }
                }
            }
            return held;
        }

        /** Random pairs of records that have values in a common span of time. */
        private void link(int tries) {
            Map<List<Integer>, ScoredLink> byPair = new HashMap<>();
            for (int n = 0; n < tries; n++) {
                int a = dice.nextInt(records.size());
                int b = dice.nextInt(records.size());
                if (a < b) {
                    common(records.get(a), records.get(b))
                            .ifPresent(
                                    common ->
                                            byPair.put(
                                                    List.of(a, b),
                                                    new ScoredLink(
                                                            a,
                                                            b,
                                                            dice.nextInt(5) * 1_000,
                                                            new KeyValues(SCORED_KEY, List.of("v")),
                                                            common)));
                }
            }
            links.addAll(byPair.values());
            Collections.sort(links);
        }

        private static Optional<Interval> common(NormalizedRecord a, NormalizedRecord b) {
            return a.values().values().stream()
                    .flatMap(List::stream)
                    .flatMap(
                            one ->
                                    b.values().values().stream()
                                            .flatMap(List::stream)
                                            .filter(
                                                    other ->
                                                            one.interval()
                                                                    .overlaps(other.interval()))
                                            .map(other -> one.interval()))
                    .findFirst();
        }

        private static IdentityKey key(String attribute, KeyTest test) {
            return new IdentityKey(
                    attribute,
                    List.of(new KeyAttribute(attribute, List.of())),
                    OptionalLong.empty(),
                    test,
                    false);
        }
    }
}
