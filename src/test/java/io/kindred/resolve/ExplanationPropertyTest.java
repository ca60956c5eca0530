package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Explanation.Comparison;
import io.kindred.model.Explanation.Contest;
import io.kindred.model.Explanation.Group;
import io.kindred.model.Explanation.IdentifierConflict;
import io.kindred.model.Explanation.KeptApart;
import io.kindred.model.Explanation.Link;
import io.kindred.model.Explanation.NotLinked;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.OfRecord;
import io.kindred.model.Explanation.Reason;
import io.kindred.model.Explanation.Same;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.Explanation.Unknown;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.Oracle.LinkedGroup;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What is explained, compared with the groups and entities of the oracle. */
class ExplanationPropertyTest {

    private static final int CASES = Seeds.CASES / 25;
    private static final int FIXED_CASES = 40;

    static Stream<RandomOptions> profiles() {
        return Stream.of(RandomOptions.MIXED, RandomOptions.CONTESTED, RandomOptions.GENERIC);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void saysOfEveryPairWhatTheOracleSays(RandomOptions options) {
        for (long seed : Seeds.take(CASES)) {
            checkAllPairs(new Case(seed, options.withSizes(12, 40)));
        }
    }

    /** In cases that never change, so that none is missing by chance. */
    @ParameterizedTest
    @MethodSource("profiles")
    void everyVerdictAndReasonComesUp(RandomOptions options) {
        Set<Class<?>> verdicts = new HashSet<>();
        Set<Reason> reasons = new HashSet<>();
        for (long seed = 0; seed < FIXED_CASES; seed++) {
            for (OfPair pair : checkAllPairs(new Case(seed, options.withSizes(12, 40)))) {
                verdicts.add(pair.verdict().getClass());
                if (pair.verdict() instanceof NotLinked apart) {
                    apart.keys().forEach(each -> reasons.add(each.reason()));
                }
            }
        }
        assertThat(verdicts).contains(Unknown.class, Same.class, KeptApart.class, NotLinked.class);
        assertThat(reasons)
                .contains(Reason.MISSING, Reason.DIFFERENT_VALUES)
                .doesNotContain(Reason.UNDER_WAY);
    }

    private static List<OfPair> checkAllPairs(Case one) {
        List<OfPair> pairs = new ArrayList<>();
        for (RecordIdentity first : one.identities) {
            one.check(one.engine.explain(first));
            for (RecordIdentity second : one.identities) {
                OfPair pair = one.engine.explain(first, second);
                one.check(pair);
                pairs.add(pair);
            }
        }
        return pairs;
    }

    /** A history and what came of it. */
    private static final class Case {
        private final long seed;
        private final RandomCase random;
        private final ShardEngine engine;
        private final Oracle oracle;
        private final Map<RecordIdentity, String> entities;
        private final Set<RecordIdentity> identities = new LinkedHashSet<>();

        Case(long seed, RandomOptions options) {
            this.seed = seed;
            this.random = RandomHistories.generate(seed, options);
            this.engine =
                    new ShardEngine(random.ontology(), Timeline.INTEGER, new InMemoryShardTables());
            FoldedUpdates folded = new FoldedUpdates();
            Random dice = new Random(seed);
            for (SourceRecord step : random.steps()) {
                identities.add(step.identity());
                engine.accept(step);
                if (dice.nextInt(5) == 0) {
                    engine.flush(folded);
                }
            }
            engine.flush(folded);
            this.oracle = new Oracle(random.ontology(), Timeline.INTEGER, random.steps());
            this.entities = oracle.result().assignments();
            identities.add(new RecordIdentity("person", "a perspective of nobody", "1"));
        }

        void check(OfRecord actual) {
            String what = "seed " + seed + ": " + actual;
            assertThat(actual.seen().isPresent())
                    .as(what)
                    .isEqualTo(entities.containsKey(actual.record()));
            actual.seen().ifPresent(this::check);
            List<LinkedGroup> expected =
                    oracle.groups().stream()
                            .filter(group -> group.members().size() > 1)
                            .filter(group -> group.members().contains(actual.record()))
                            .toList();
            assertThat(actual.furtherGroups()).as(what).isZero();
            assertThat(actual.groups()).as(what).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                check(actual.groups().get(i), expected.get(i));
            }
        }

        private void check(Seen seen) {
            assertThat(seen.entityId()).isEqualTo(entities.get(seen.record()));
            seen.entries()
                    .forEach(
                            entry ->
                                    assertThat(entry.isGeneric())
                                            .as("seed %d: %s", seed, entry)
                                            .isEqualTo(
                                                    isGeneric(
                                                            seen.record().entityType(),
                                                            entry.key(),
                                                            entry.values())));
        }

        private boolean isGeneric(String entityType, String key, List<String> values) {
            return oracle.result().genericKeys().stream()
                    .map(each -> new GenericKey(each.entityType(), each.key(), each.values(), 0))
                    .anyMatch(new GenericKey(entityType, key, values, 0)::equals);
        }

        private static void check(Group actual, LinkedGroup expected) {
            assertThat(actual.key()).isEqualTo(expected.key());
            assertThat(actual.values()).isEqualTo(expected.values());
            assertThat(actual.interval()).isEqualTo(expected.run());
            assertThat(actual.isContested()).isEqualTo(expected.isContested());
            assertThat(actual.records()).isSorted().doesNotHaveDuplicates();
            assertThat(expected.members()).containsAll(actual.records());
            assertThat(actual.records().size() + actual.furtherRecords())
                    .isEqualTo(expected.members().size());
        }

        void check(OfPair actual) {
            String what = "seed " + seed + ": " + actual;
            String first = entities.get(actual.first());
            String second = entities.get(actual.second());
            actual.seenFirst().ifPresent(this::check);
            actual.seenSecond().ifPresent(this::check);
            if (actual.verdict() instanceof Same same) {
                assertThat(first).as(what).isNotNull().isEqualTo(second);
                checkChain(same.chain(), actual);
                same.chain().forEach(link -> assertThat(entities.get(link.to())).isEqualTo(first));
                BiPredicate<RecordIdentity, RecordIdentity> within =
                        (a, b) -> entities.get(b).equals(first) && sharesGroup(a, b);
                assertThat(same.chain())
                        .as(what)
                        .hasSize(distance(actual.first(), actual.second(), within));
            } else if (actual.verdict() instanceof KeptApart apart) {
                assertThat(first).as(what).isNotNull().isNotEqualTo(second);
                checkChain(apart.chain(), actual);
                check(apart, actual);
            } else if (actual.verdict() instanceof NotLinked notLinked) {
                assertThat(first).as(what).isNotNull().isNotEqualTo(second);
                assertThat(distance(actual.first(), actual.second(), this::sharesGroup))
                        .as(what)
                        .isEqualTo(-1);
                check(notLinked, actual);
            } else {
                assertThat(first == null || second == null).as(what).isTrue();
            }
        }

        private void checkChain(List<Link> chain, OfPair actual) {
            RecordIdentity at = actual.first();
            for (Link link : chain) {
                assertThat(link.from()).isEqualTo(at);
                LinkedGroup group =
                        oracle.groups().stream()
                                .filter(each -> each.entityType().equals(at(link).entityType()))
                                .filter(each -> each.key().equals(link.group().key()))
                                .filter(each -> each.values().equals(link.group().values()))
                                .filter(each -> each.run().equals(link.group().interval()))
                                .findFirst()
                                .orElseThrow();
                check(link.group(), group);
                assertThat(group.members()).contains(link.from(), link.to());
                assertThat(link.fromTimes().isEmpty() || link.toTimes().isEmpty()).isFalse();
                assertThat(group.run().contains(link.fromTimes().span())).isTrue();
                assertThat(group.run().contains(link.toTimes().span())).isTrue();
                at = link.to();
            }
            assertThat(at).isEqualTo(actual.second());
        }

        private static RecordIdentity at(Link link) {
            return link.from();
        }

        private void check(KeptApart apart, OfPair actual) {
            String what = "seed " + seed + ": " + actual;
            List<Link> crossings =
                    apart.chain().stream()
                            .filter(
                                    link ->
                                            !entities.get(link.from())
                                                    .equals(entities.get(link.to())))
                            .toList();
            assertThat(apart.contests()).as(what).hasSameSizeAs(crossings).isNotEmpty();
            BiPredicate<String, String> neighbours =
                    (a, b) ->
                            oracle.groups().stream()
                                    .anyMatch(group -> touches(group, a) && touches(group, b));
            assertThat(crossings)
                    .as(what)
                    .hasSize(
                            distance(
                                    entities.get(actual.first()),
                                    entities.get(actual.second()),
                                    new HashSet<>(entities.values()),
                                    neighbours));
            for (int i = 0; i < crossings.size(); i++) {
                Contest contest = apart.contests().get(i);
                assertThat(crossings.get(i).group().isContested()).as(what).isTrue();
                assertThat(oracle.result().conflicts()).as(what).contains(contest.group());
                assertThat(contest.group().interval())
                        .isEqualTo(crossings.get(i).group().interval());
                assertThat(contest.conflicts()).as(what).isNotEmpty();
                contest.conflicts().forEach(clash -> check(clash, contest.group()));
            }
        }

        private boolean touches(LinkedGroup group, String entity) {
            return group.members().stream().anyMatch(each -> entity.equals(entities.get(each)));
        }

        private void check(IdentifierConflict clash, Conflict.Indirect group) {
            assertThat(group.strongIdentifiers()).contains(clash.attribute());
            assertThat(clash.one().interval().overlaps(clash.other().interval())).isTrue();
            assertThat(clash.one().entityId()).isNotEqualTo(clash.other().entityId());
            for (var held : List.of(clash.one(), clash.other())) {
                assertThat(held.entityId()).isEqualTo(entities.get(held.record()));
            }
            var normalization =
                    random.ontology()
                            .rules(group.entityType())
                            .orElseThrow()
                            .attribute(clash.attribute())
                            .normalization();
            assertThat(normalization.apply(clash.one().value()))
                    .isNotEqualTo(normalization.apply(clash.other().value()));
        }

        private void check(NotLinked apart, OfPair actual) {
            if (!actual.first().entityType().equals(actual.second().entityType())) {
                assertThat(apart.keys()).isEmpty();
                return;
            }
            assertThat(apart.keys())
                    .hasSize(
                            random.ontology()
                                    .rules(actual.first().entityType())
                                    .orElseThrow()
                                    .identityKeys()
                                    .size());
            for (Comparison key : apart.keys()) {
                List<List<String>> common = new ArrayList<>();
                key.first().forEach(entry -> common.add(entry.values()));
                common.retainAll(key.second().stream().map(each -> each.values()).toList());
                boolean generic =
                        common.stream()
                                .anyMatch(
                                        values ->
                                                isGeneric(
                                                        actual.first().entityType(),
                                                        key.key(),
                                                        values));
                Reason expected =
                        key.first().isEmpty() || key.second().isEmpty()
                                ? Reason.MISSING
                                : generic
                                        ? Reason.GENERIC
                                        : common.isEmpty()
                                                ? Reason.DIFFERENT_VALUES
                                                : Reason.NO_OVERLAP;
                assertThat(key.reason()).as("seed %d: %s", seed, actual).isEqualTo(expected);
            }
        }

        private boolean sharesGroup(RecordIdentity a, RecordIdentity b) {
            return oracle.groups().stream()
                    .anyMatch(group -> group.members().contains(a) && group.members().contains(b));
        }

        private int distance(
                RecordIdentity from,
                RecordIdentity to,
                BiPredicate<RecordIdentity, RecordIdentity> next) {
            return distance(from, to, entities.keySet(), next);
        }

        /** In how many steps the one is reached; -1 if it is not. */
        private static <T> int distance(T from, T to, Set<T> all, BiPredicate<T, T> next) {
            Set<T> reached = new HashSet<>(Set.of(from));
            for (int steps = 0; ; steps++) {
                if (reached.contains(to)) {
                    return steps;
                }
                Set<T> further = new HashSet<>(reached);
                for (T each : reached) {
                    all.stream().filter(other -> next.test(each, other)).forEach(further::add);
                }
                if (further.size() == reached.size()) {
                    return -1;
                }
                reached = further;
            }
        }
    }
}
