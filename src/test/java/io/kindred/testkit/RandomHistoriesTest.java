package io.kindred.testkit;

import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Query;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomOptions.Extra;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds that what is worth testing does happen in the random cases, and how often. */
class RandomHistoriesTest {

    private static final int SEEDS = 125;

    /** What a case may show at the end or on the way. */
    private enum Situation {
        SEVERAL_RECORDS_IN_AN_ENTITY,
        DIRECT,
        DIRECT_WITHIN_A_RECORD,
        DIRECT_THAT_VIOLATES,
        INDIRECT,
        INDIRECT_WITH_AMBIGUOUS,
        INDIRECT_WITH_THREE_SIDES,
        SEVERAL_CONTESTED_GROUPS,
        UNIQUENESS_IN_PERSPECTIVE,
        UNIQUENESS_EVERYWHERE,
        AGREEING_MERGED,
        GENERIC_APPEARS,
        GENERIC_DISAPPEARS,
        SPLIT_AFTER_DELETE,
        MERGE_AFTER_DELETE,
        SPLIT_AFTER_UPSERT,
        NEW_RECORD_BRIDGES,
        INDIRECT_HEALS,
        STEP_WITHOUT_EFFECT,
        QUERY_MATCHES,
        QUERY_CONFLICT
    }

    private static final Situations<Situation> SITUATIONS =
            new Situations<>(Situation.class, SEEDS, RandomHistoriesTest::situations);

    @Test
    void sameSeedGivesTheSameCase() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(RandomHistories.generate(seed, RandomOptions.MIXED.withUnversioned()))
                    .isEqualTo(
                            RandomHistories.generate(seed, RandomOptions.MIXED.withUnversioned()));
        }
    }

    @Test
    void sizesAreAsAskedAndTypesAreCovered() {
        for (long seed = 0; seed < 100; seed++) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.MIXED.withSizes(5, 30));
            assertThat(random.steps()).as("seed %s", seed).hasSize(30);
            assertThat(random.steps().stream().map(SourceRecord::identity).distinct().count())
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(5);
            assertThat(random.steps())
                    .as("seed %s", seed)
                    .allMatch(
                            step ->
                                    random.ontology()
                                            .rules(step.identity().entityType())
                                            .isPresent())
                    .allMatch(step -> step.version().isPresent());
        }
    }

    @Test
    void unversionedRecordsComeIfAskedFor() {
        long unversioned = 0;
        for (long seed = 0; seed < 100; seed++) {
            unversioned +=
                    RandomHistories.generate(seed, RandomOptions.MIXED.withUnversioned())
                            .steps()
                            .stream()
                            .filter(step -> step.version().isEmpty())
                            .count();
        }
        assertThat(unversioned).isGreaterThan(200);
    }

    @Test
    void carriedRecordsAndDeletesAreAmongThem() {
        Map<Op, Integer> carried = new EnumMap<>(Op.class);
        for (long seed = 0; seed < 100; seed++) {
            RandomHistories.generate(seed, RandomOptions.MIXED).steps().stream()
                    .filter(SourceRecord::isCarried)
                    .forEach(step -> carried.merge(step.op(), 1, Integer::sum));
        }
        assertThat(carried.get(Op.UPSERT)).isGreaterThan(200);
        assertThat(carried.get(Op.DELETE)).isGreaterThan(50);
    }

    @Test
    void ontologiesWithTestsAndScoresCanBeWritten() {
        for (long seed = 0; seed < 40; seed++) {
            for (RandomOptions options :
                    List.of(
                            RandomOptions.TESTED,
                            RandomOptions.SCORED,
                            RandomOptions.MIXED.with(Extra.MATCHING))) {
                Ontology ontology = RandomHistories.generate(seed, options).ontology();
                assertThat(OntologyText.document(ontology).ontology())
                        .as("seed %s", seed)
                        .isEqualTo(ontology);
            }
        }
    }

    @Test
    void extrasLeaveTheRecordsAsTheyAre() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(
                            RandomHistories.generate(
                                            seed,
                                            RandomOptions.MIXED.with(
                                                    Extra.DECISIONS,
                                                    Extra.RETENTION,
                                                    Extra.MATCHING))
                                    .steps())
                    .isEqualTo(RandomHistories.generate(seed, RandomOptions.MIXED).steps());
        }
    }

    @Test
    void decisionsMergeKeepApartContradictAndReconcile() {
        int[] held = new int[4];
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomCase random =
                    RandomHistories.generate(seed, RandomOptions.CONTESTED.with(Extra.DECISIONS));
            Oracle oracle = Oracle.after(random.ontology(), Timeline.INTEGER, random.arrivals());
            List<Conflict.Indirect> indirect =
                    oracle.result().conflicts().stream()
                            .filter(Conflict.Indirect.class::isInstance)
                            .map(Conflict.Indirect.class::cast)
                            .toList();
            held[0] += indirect.stream().anyMatch(c -> c.key().equals("decision")) ? 1 : 0;
            held[1] +=
                    indirect.stream()
                                    .filter(c -> !c.key().equals("decision"))
                                    .anyMatch(c -> !c.decisions().isEmpty())
                            ? 1
                            : 0;
            held[2] += oracle.reconciled() > 0 ? 1 : 0;
            held[3] += oracle.excused() > 0 ? 1 : 0;
        }
        for (int situation : held) {
            assertThat(situation).as("cases of %s seeds", SEEDS).isGreaterThan(SEEDS / 5);
        }
    }

    @Test
    void recordsAreErasedAndReturnAndExpire() {
        int returned = 0;
        int gone = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomCase random =
                    RandomHistories.generate(
                            seed, RandomOptions.MIXED.with(Extra.ERASURES, Extra.RETENTION));
            Set<RecordIdentity> erased = new HashSet<>();
            random.steps().stream()
                    .filter(step -> step.op() == Op.ERASE)
                    .forEach(step -> erased.add(step.identity()));
            Oracle oracle = Oracle.after(random.ontology(), Timeline.INTEGER, random.arrivals());
            int there = oracle.result().assignments().size();
            returned +=
                    oracle.result().assignments().keySet().stream().anyMatch(erased::contains)
                            ? 1
                            : 0;
            gone +=
                    new Oracle(random.ontology(), Timeline.INTEGER, random.steps())
                                            .result()
                                            .assignments()
                                            .size()
                                    > there
                            ? 1
                            : 0;
        }
        assertThat(returned).isGreaterThan(SEEDS / 5);
        assertThat(gone).isGreaterThan(SEEDS / 20);
    }

    @Test
    void mixedCasesShowEverything() {
        Map<Situation, Integer> cases = SITUATIONS.count(RandomOptions.MIXED);
        for (Situation situation : Situation.values()) {
            assertThat(cases)
                    .as("%s", situation)
                    .hasEntrySatisfying(situation, SITUATIONS.atLeast(5));
        }
    }

    @Test
    void contestedCasesAreContested() {
        assertThat(SITUATIONS.count(RandomOptions.CONTESTED))
                .hasEntrySatisfying(Situation.INDIRECT, SITUATIONS.atLeast(88))
                .hasEntrySatisfying(Situation.INDIRECT_WITH_AMBIGUOUS, SITUATIONS.atLeast(30))
                .hasEntrySatisfying(Situation.SEVERAL_CONTESTED_GROUPS, SITUATIONS.atLeast(50))
                .hasEntrySatisfying(Situation.AGREEING_MERGED, SITUATIONS.atLeast(38))
                .hasEntrySatisfying(Situation.INDIRECT_HEALS, SITUATIONS.atLeast(25));
    }

    @Test
    void genericCasesAreAroundTheLimits() {
        assertThat(SITUATIONS.count(RandomOptions.GENERIC))
                .hasEntrySatisfying(Situation.GENERIC_APPEARS, SITUATIONS.atLeast(88))
                .hasEntrySatisfying(Situation.GENERIC_DISAPPEARS, SITUATIONS.atLeast(63))
                .hasEntrySatisfying(Situation.MERGE_AFTER_DELETE, SITUATIONS.atLeast(20));
    }

    private static Set<Situation> situations(RandomCase random) {
        Set<Situation> seen = EnumSet.noneOf(Situation.class);
        List<SourceRecord> arrived = new ArrayList<>();
        Oracle before = new Oracle(random.ontology(), Timeline.INTEGER, arrived);
        for (SourceRecord step : random.steps()) {
            arrived.add(step);
            Oracle after = new Oracle(random.ontology(), Timeline.INTEGER, arrived);
            addChanges(before.result(), after.result(), step, seen);
            before = after;
        }
        if (before.contestedGroups() > 1) {
            seen.add(Situation.SEVERAL_CONTESTED_GROUPS);
        }
        if (before.agreeingMerges() > 0) {
            seen.add(Situation.AGREEING_MERGED);
        }
        before.result().conflicts().forEach(conflict -> addConflict(conflict, seen));
        if (before.result().entities().stream().anyMatch(entity -> entity.records().size() > 1)) {
            seen.add(Situation.SEVERAL_RECORDS_IN_AN_ENTITY);
        }
        for (Query query : random.queries()) {
            if (!before.answer(query).matches().isEmpty()) {
                seen.add(Situation.QUERY_MATCHES);
            }
            if (before.answer(query).conflict().isPresent()) {
                seen.add(Situation.QUERY_CONFLICT);
            }
        }
        return seen;
    }

    private static void addConflict(Conflict conflict, Set<Situation> seen) {
        if (conflict instanceof Conflict.Direct direct) {
            seen.add(Situation.DIRECT);
            if (direct.scope() == Conflict.Scope.RECORD) {
                seen.add(Situation.DIRECT_WITHIN_A_RECORD);
            }
            if (!direct.violates().isEmpty()) {
                seen.add(Situation.DIRECT_THAT_VIOLATES);
            }
        } else if (conflict instanceof Conflict.Indirect indirect) {
            seen.add(Situation.INDIRECT);
            if (indirect.sides().stream().anyMatch(side -> side.role() == Role.AMBIGUOUS)) {
                seen.add(Situation.INDIRECT_WITH_AMBIGUOUS);
            }
            if (indirect.sides().size() > 2) {
                seen.add(Situation.INDIRECT_WITH_THREE_SIDES);
            }
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            seen.add(
                    unique.perspective().isPresent()
                            ? Situation.UNIQUENESS_IN_PERSPECTIVE
                            : Situation.UNIQUENESS_EVERYWHERE);
        }
    }

    private static void addChanges(
            OracleResult before, OracleResult after, SourceRecord step, Set<Situation> seen) {
        if (before.equals(after)) {
            seen.add(Situation.STEP_WITHOUT_EFFECT);
        }
        if (!before.genericKeys().containsAll(after.genericKeys())) {
            seen.add(Situation.GENERIC_APPEARS);
        }
        if (before.genericKeys().size() > after.genericKeys().size()) {
            seen.add(Situation.GENERIC_DISAPPEARS);
        }
        if (indirect(before) > 0 && indirect(after) == 0) {
            seen.add(Situation.INDIRECT_HEALS);
        }
        boolean delete = step.op() == Op.DELETE;
        if (pairMoves(before, after, step.identity())) {
            seen.add(delete ? Situation.SPLIT_AFTER_DELETE : Situation.SPLIT_AFTER_UPSERT);
        }
        if (pairMoves(after, before, step.identity())) {
            seen.add(delete ? Situation.MERGE_AFTER_DELETE : Situation.NEW_RECORD_BRIDGES);
        }
    }

    private static long indirect(OracleResult result) {
        return result.conflicts().stream().filter(Conflict.Indirect.class::isInstance).count();
    }

    /** Whether two other records are one entity in the one result and two in the other. */
    private static boolean pairMoves(
            OracleResult together, OracleResult apart, RecordIdentity changed) {
        List<RecordIdentity> others =
                together.assignments().keySet().stream()
                        .filter(apart.assignments()::containsKey)
                        .filter(record -> !record.equals(changed))
                        .toList();
        for (RecordIdentity a : others) {
            for (RecordIdentity b : others) {
                if (together.assignments().get(a).equals(together.assignments().get(b))
                        && !apart.assignments().get(a).equals(apart.assignments().get(b))) {
                    return true;
                }
            }
        }
        return false;
    }
}
