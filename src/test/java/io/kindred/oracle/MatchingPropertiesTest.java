package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Condition;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.PairTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests and scores must come to, as other ontologies say the same. */
class MatchingPropertiesTest {

    private static final int SEEDS = Seeds.CASES / 5;

    /** Either a condition holds, or its contrary. */
    private static final List<List<Condition>> ALWAYS =
            List.of(List.of(cityIsMissing(false)), List.of(cityIsMissing(true)));

    private static final List<List<Condition>> NEVER =
            List.of(List.of(cityIsMissing(false), cityIsMissing(true)));

    @Test
    void testThatAlwaysHoldsIsNone() {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.MIXED);
            OracleResult untested = result(random, random.ontology());
            for (Function<IdentityKey, List<List<Condition>>> test :
                    List.<Function<IdentityKey, List<List<Condition>>>>of(
                            key -> ALWAYS, MatchingPropertiesTest::valuesAreEqual)) {
                OracleResult tested =
                        result(
                                random,
                                withKeys(
                                        random.ontology(),
                                        key -> tested(key, new PairTest(test.apply(key)))));
                assertThat(tested.entities()).as("seed %s", seed).isEqualTo(untested.entities());
                assertThat(tested.genericKeys())
                        .as("seed %s", seed)
                        .isEqualTo(untested.genericKeys());
                assertThat(withoutIntervals(tested))
                        .as("seed %s", seed)
                        .isEqualTo(withoutIntervals(untested));
            }
        }
    }

    @Test
    void testThatNeverHoldsLinksNobody() {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.MIXED);
            OracleResult tested =
                    result(
                            random,
                            withKeys(random.ontology(), key -> tested(key, new PairTest(NEVER))));
            OracleResult without =
                    result(random, changed(random.ontology(), rules -> with(rules, List.of())));
            assertThat(tested.entities()).as("seed %s", seed).isEqualTo(without.entities());
            assertThat(tested.conflicts()).as("seed %s", seed).isEqualTo(without.conflicts());
        }
    }

    @Test
    void orderOfAlternativesAndConditionsMeansNothing() {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.TESTED);
            assertThat(
                            result(
                                    random,
                                    withKeys(
                                            random.ontology(),
                                            key ->
                                                    key.test() instanceof KeyTest.Tested one
                                                            ? tested(key, reversed(one.test()))
                                                            : key)))
                    .as("seed %s", seed)
                    .isEqualTo(result(random, random.ontology()));
        }
    }

    /** Whom a test links has nothing to do with how records are named. */
    @Test
    void namesOfRecordsMeanNothingToTests() {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.TESTED);
            Ontology ontology =
                    changed(random.ontology(), rules -> with(rules, rules.identityKeys()));
            List<SourceRecord> current = CurrentVersions.of(random.steps());
            Map<RecordIdentity, RecordIdentity> names = new HashMap<>();
            List<SourceRecord> renamed = new ArrayList<>();
            for (SourceRecord record : current) {
                RecordIdentity old = record.identity();
                RecordIdentity name =
                        new RecordIdentity(
                                old.entityType(), old.perspective(), "n" + (1000 - renamed.size()));
                names.put(name, old);
                renamed.add(SourceRecord.upsert(name, record.version(), record.descriptors()));
            }
            assertThat(partition(ontology, renamed, names::get))
                    .as("seed %s", seed)
                    .isEqualTo(partition(ontology, current, name -> name));
        }
    }

    @Test
    void scoresThatAlwaysLinkMergeAsKeysDo() {
        ScoreRules always = new ScoreRules(0, List.of(), 0, -1, 0, ScoreRules.DEFAULT_MEMBERS);
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.MIXED);
            Ontology plain = changed(random.ontology(), rules -> with(rules, rules.identityKeys()));
            assertThat(result(random, scored(plain, always)))
                    .as("seed %s", seed)
                    .isEqualTo(result(random, plain));
        }
    }

    @Test
    void scoresBelowLinkOrCohesionMergeNobody() {
        ScoreRules belowLink = new ScoreRules(-1, List.of(), 0, -5, 9, 2);
        ScoreRules belowCohesion = new ScoreRules(9, List.of(), 0, 6, 5, 2);
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.MIXED);
            for (ScoreRules rules : List.of(belowLink, belowCohesion)) {
                assertThat(result(random, scored(random.ontology(), rules)).entities())
                        .as("seed %s", seed)
                        .allMatch(entity -> entity.records().size() == 1);
            }
        }
    }

    /** A link merges, is refused or is contested; what it merges stays together. */
    @Test
    void linksSayWhereTheirRecordsAre() {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.SCORED);
            Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, random.steps());
            for (Oracle.ScoredLink link : oracle.links()) {
                boolean isOne =
                        oracle.result()
                                .assignments()
                                .get(link.lesser())
                                .equals(oracle.result().assignments().get(link.greater()));
                switch (link.outcome()) {
                    case MERGED, ONE_ALREADY -> assertThat(isOne).as("seed %s", seed).isTrue();
                    case CONTESTED ->
                            assertThat(isOne || isReported(oracle.result(), link))
                                    .as("seed %s: %s", seed, link)
                                    .isTrue();
                    case REFUSED ->
                            assertThat(isReported(oracle.result(), link))
                                    .as("seed %s: %s", seed, link)
                                    .isFalse();
                }
            }
        }
    }

    private static boolean isReported(OracleResult result, Oracle.ScoredLink link) {
        return result.conflicts().stream()
                .filter(Conflict.Indirect.class::isInstance)
                .map(Conflict.Indirect.class::cast)
                .filter(conflict -> conflict.score().isPresent())
                .anyMatch(
                        conflict ->
                                conflict.score().getAsLong() == link.score()
                                        && conflict.interval().equals(link.interval())
                                        && conflict.sides().stream()
                                                .flatMap(side -> side.records().stream())
                                                .collect(Collectors.toSet())
                                                .equals(Set.of(link.lesser(), link.greater())));
    }

    private static Condition cityIsMissing(boolean isNegated) {
        return new Condition("city", "city", List.of(), new Comparison.Missing(), isNegated);
    }

    /** What a key asks for already, as conditions. */
    private static List<List<Condition>> valuesAreEqual(IdentityKey key) {
        return List.of(
                key.attributes().stream()
                        .map(
                                attribute ->
                                        new Condition(
                                                attribute.alternatives().get(0),
                                                attribute.alternatives().get(0),
                                                attribute.steps(),
                                                new Comparison.Equal(),
                                                false))
                        .toList());
    }

    private static PairTest reversed(PairTest test) {
        List<List<Condition>> alternatives = new ArrayList<>();
        for (List<Condition> conditions : test.alternatives()) {
            List<Condition> reversed = new ArrayList<>(conditions);
            Collections.reverse(reversed);
            alternatives.add(0, reversed);
        }
        return new PairTest(alternatives);
    }

    private static IdentityKey tested(IdentityKey key, PairTest test) {
        return withTest(key, new KeyTest.Tested(test));
    }

    private static IdentityKey withTest(IdentityKey key, KeyTest test) {
        return new IdentityKey(
                key.name(), key.attributes(), key.maxRecords(), test, key.isUnordered());
    }

    private static Ontology withKeys(Ontology ontology, UnaryOperator<IdentityKey> change) {
        return changed(
                ontology,
                rules ->
                        with(
                                rules,
                                rules.identityKeys().stream().map(change).toList(),
                                rules.strongIdentifiers(),
                                rules.score(),
                                rules.isOnePerPerspective()));
    }

    /** All keys find candidates only. */
    private static Ontology scored(Ontology ontology, ScoreRules score) {
        return changed(
                ontology,
                rules ->
                        with(
                                rules,
                                rules.identityKeys().stream()
                                        .map(key -> withTest(key, new KeyTest.Scored()))
                                        .toList(),
                                rules.strongIdentifiers(),
                                Optional.of(score),
                                false));
    }

    /** Other keys, and nothing that holds records apart. */
    private static EntityTypeRules with(EntityTypeRules rules, List<IdentityKey> keys) {
        return with(rules, keys, List.of(), Optional.empty(), false);
    }

    private static EntityTypeRules with(
            EntityTypeRules rules,
            List<IdentityKey> keys,
            List<StrongIdentifier> strongIdentifiers,
            Optional<ScoreRules> score,
            boolean isOnePerPerspective) {
        return new EntityTypeRules(
                keys,
                strongIdentifiers,
                rules.constraints(),
                rules.attributes(),
                rules.retention(),
                score,
                isOnePerPerspective);
    }

    private static Ontology changed(Ontology ontology, UnaryOperator<EntityTypeRules> change) {
        Map<String, EntityTypeRules> types = new HashMap<>();
        ontology.entityTypes().forEach((type, rules) -> types.put(type, change.apply(rules)));
        return new Ontology(types, ontology.perspectives());
    }

    private static OracleResult result(RandomCase random, Ontology ontology) {
        return new Oracle(ontology, Timeline.INTEGER, random.steps()).result();
    }

    private static Set<Set<RecordIdentity>> partition(
            Ontology ontology, List<SourceRecord> records, UnaryOperator<RecordIdentity> original) {
        Set<Set<RecordIdentity>> partition = new HashSet<>();
        for (Entity entity : new Oracle(ontology, Timeline.INTEGER, records).result().entities()) {
            partition.add(entity.records().stream().map(original).collect(Collectors.toSet()));
        }
        return partition;
    }

    /** The span of the links of a group is shorter than that of its entries. */
    private static List<String> withoutIntervals(OracleResult result) {
        return result.conflicts().stream()
                .map(
                        conflict ->
                                conflict instanceof Conflict.Indirect indirect
                                        ? new Conflict.Indirect(
                                                indirect.entityType(),
                                                indirect.key(),
                                                indirect.keyValues(),
                                                Interval.ALWAYS,
                                                indirect.strongIdentifiers(),
                                                indirect.decisions(),
                                                indirect.sides())
                                        : conflict)
                .map(Conflict::toString)
                .sorted()
                .toList();
    }
}
