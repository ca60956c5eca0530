package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.Query;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.NaiveKeys.Group;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Profile;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of the results for any input, whatever the algorithm. */
class OraclePropertiesTest {

    private static final int SEEDS = Seeds.CASES / 2;

    @ParameterizedTest
    @EnumSource
    void orderOfArrivalOfVersionedRecordsMeansNothing(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.of(profile));
            Oracle inOrder = oracle(random, random.steps());
            for (int i = 0; i < 3; i++) {
                List<SourceRecord> shuffled = new ArrayList<>(random.steps());
                Collections.shuffle(shuffled, new Random(seed * 31 + i));
                Oracle other = oracle(random, shuffled);
                assertThat(other.result()).as("seed %s", seed).isEqualTo(inOrder.result());
                for (Query query : random.queries()) {
                    assertThat(other.answer(query))
                            .as("seed %s", seed)
                            .isEqualTo(inOrder.answer(query));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void orderOfVersionedDecisionsAndErasuresMeansNothing(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random =
                    RandomHistories.generate(
                            seed, RandomOptions.of(profile).withDecisionsErasuresAndRetention());
            OracleResult inOrder = after(random, random.arrivals());
            for (int i = 0; i < 3; i++) {
                List<Arrival> shuffled = new ArrayList<>(random.arrivals());
                Collections.shuffle(shuffled, new Random(seed * 31 + i));
                assertThat(after(random, shuffled)).as("seed %s", seed).isEqualTo(inOrder);
            }
        }
    }

    private static OracleResult after(RandomCase random, List<Arrival> arrivals) {
        return Oracle.after(random.ontology(), Timeline.INTEGER, arrivals).result();
    }

    @ParameterizedTest
    @EnumSource
    void orderOfUnversionedRecordsCountsPerIdentityOnly(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.of(profile).withUnversioned());
            List<SourceRecord> byIdentity = new ArrayList<>(random.steps());
            byIdentity.sort(Comparator.comparing(SourceRecord::identity));
            assertThat(oracle(random, byIdentity).result())
                    .as("seed %s", seed)
                    .isEqualTo(oracle(random, random.steps()).result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCurrentRecordIsInOneEntity(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.of(profile));
            List<Entity> entities = oracle(random, random.steps()).result().entities();
            assertThat(entities.stream().flatMap(entity -> entity.records().stream()))
                    .as("seed %s", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            CurrentVersions.of(random.steps()).stream()
                                    .map(SourceRecord::identity)
                                    .toList());
            assertThat(entities).as("seed %s", seed).extracting(Entity::id).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordsOfAnEntityNeverDisagreeOnStrongIdentifiers(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.of(profile));
            for (Entity entity : oracle(random, random.steps()).result().entities()) {
                Facts facts = facts(random, entity.entityType());
                for (RecordIdentity a : entity.records()) {
                    for (RecordIdentity b : entity.records()) {
                        assertThat(!a.equals(b) && inConflict(facts, a, b))
                                .as("seed %s: %s and %s", seed, a, b)
                                .isFalse();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyGroupIsOneEntityOrAnIndirectConflict(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.of(profile));
            OracleResult result = oracle(random, random.steps()).result();
            for (String entityType : entityTypes(result)) {
                for (Group group : NaiveKeys.groups(facts(random, entityType))) {
                    boolean divided =
                            group.members().stream()
                                            .map(result.assignments()::get)
                                            .distinct()
                                            .count()
                                    > 1;
                    assertThat(isReported(result, entityType, group))
                            .as("seed %s: %s", seed, group)
                            .isEqualTo(divided);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void componentWithoutDisagreementIsOneEntity(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.of(profile));
            OracleResult result = oracle(random, random.steps()).result();
            for (String entityType : entityTypes(result)) {
                Facts facts = facts(random, entityType);
                for (Set<RecordIdentity> component : components(facts)) {
                    Set<String> ids =
                            component.stream()
                                    .map(result.assignments()::get)
                                    .collect(Collectors.toSet());
                    if (isPeaceful(facts, component) && !isScored(facts, component)) {
                        assertThat(ids).as("seed %s: %s", seed, component).hasSize(1);
                    }
                    assertThat(assignedTo(result, ids))
                            .as("seed %s: entities stay within components", seed)
                            .isEqualTo(component);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void conflictIdsAreDifferent(Profile profile) {
        for (long seed : Seeds.take(SEEDS)) {
            RandomCase random = RandomHistories.generate(seed, RandomOptions.of(profile));
            Oracle oracle = oracle(random, random.steps());
            assertThat(oracle.result().conflicts().stream().map(oracle::conflictId).toList())
                    .as("seed %s", seed)
                    .doesNotHaveDuplicates();
        }
    }

    private static Oracle oracle(RandomCase random, List<SourceRecord> arrivals) {
        return new Oracle(random.ontology(), Timeline.INTEGER, arrivals);
    }

    private static Facts facts(RandomCase random, String entityType) {
        return Facts.of(random.ontology(), entityType, CurrentVersions.of(random.steps()));
    }

    private static Set<String> entityTypes(OracleResult result) {
        return result.entities().stream().map(Entity::entityType).collect(Collectors.toSet());
    }

    private static boolean inConflict(Facts facts, RecordIdentity a, RecordIdentity b) {
        for (StrongIdentifier strong : facts.rules().strongIdentifiers()) {
            if (NaiveEntities.inConflict(facts, Set.of(a), Set.of(b), strong)) {
                return true;
            }
        }
        return facts.rules().isOnePerPerspective()
                && !a.equals(b)
                && a.perspective().equals(b.perspective());
    }

    private static boolean isPeaceful(Facts facts, Set<RecordIdentity> component) {
        for (RecordIdentity a : component) {
            for (RecordIdentity b : component) {
                if (inConflict(facts, a, b)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isScored(Facts facts, Set<RecordIdentity> component) {
        return NaiveScores.links(facts).stream()
                .anyMatch(link -> component.contains(link.lesser()));
    }

    private static boolean isReported(OracleResult result, String entityType, Group group) {
        return result.conflicts().stream()
                .filter(Conflict.Indirect.class::isInstance)
                .map(Conflict.Indirect.class::cast)
                .anyMatch(
                        conflict ->
                                conflict.entityType().equals(entityType)
                                        && conflict.key().equals(group.key().name())
                                        && conflict.keyValues().equals(group.values())
                                        && conflict.interval().equals(group.run())
                                        && records(conflict).equals(group.members()));
    }

    private static Set<RecordIdentity> records(Conflict.Indirect conflict) {
        return conflict.sides().stream()
                .flatMap(side -> side.records().stream())
                .collect(Collectors.toSet());
    }

    private static Set<RecordIdentity> assignedTo(OracleResult result, Set<String> ids) {
        return result.assignments().entrySet().stream()
                .filter(assignment -> ids.contains(assignment.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Records linked by shared groups and scored links. */
    private static List<Set<RecordIdentity>> components(Facts facts) {
        List<Set<RecordIdentity>> components = new ArrayList<>();
        facts.records().forEach(record -> components.add(new HashSet<>(Set.of(record))));
        List<Group> groups = new ArrayList<>(NaiveKeys.groups(facts));
        NaiveScores.links(facts).forEach(link -> groups.add(NaiveKeys.linked(link)));
        for (Group group : groups) {
            Set<RecordIdentity> all = new HashSet<>();
            for (Set<RecordIdentity> component : components) {
                if (!Collections.disjoint(component, group.members())) {
                    all.addAll(component);
                }
            }
            components.removeIf(all::containsAll);
            components.add(all);
        }
        return components;
    }
}
