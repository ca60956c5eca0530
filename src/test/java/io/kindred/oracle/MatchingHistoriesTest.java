package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.NaiveEntities.VisitedLink;
import io.kindred.oracle.NaiveKeys.Block;
import io.kindred.oracle.NaiveKeys.Entry;
import io.kindred.oracle.NaiveKeys.Group;
import io.kindred.oracle.Oracle.LinkOutcome;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.Situations;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that tests and scores do something in the random cases, and how often. */
class MatchingHistoriesTest {

    private static final int SEEDS = 60;

    /** What a case may show at the end or on the way. */
    private enum Situation {
        TEST_LINKS_SOME_OF_A_BLOCK,
        TEST_LINKS_THREE,
        SEVERAL_GROUPS_IN_A_BLOCK,
        GROUPS_THAT_TIE,
        UNLINKED_RECORD_BRIDGES_A_RUN,
        TWO_ENTRIES_IN_A_RUN,
        GROUP_FALLS_APART,
        TESTED_GROUP_CONTESTED,
        TESTED_VALUES_GENERIC,
        LINK_MERGES,
        LINK_REFUSED,
        LINK_CONTESTED,
        LINK_WITHIN_A_CLUSTER,
        LINK_IS_LATE,
        UNEQUAL_STRONG_VALUES_IN_AN_ENTITY,
        UNIQUE_PERSPECTIVE_CONTESTED
    }

    private static final Situations<Situation> SITUATIONS =
            new Situations<>(Situation.class, SEEDS, MatchingHistoriesTest::situations);

    @Test
    void testedCasesShowWhatTestsDo() {
        assertThat(SITUATIONS.count(RandomOptions.TESTED))
                .hasEntrySatisfying(Situation.TEST_LINKS_SOME_OF_A_BLOCK, SITUATIONS.atLeast(25))
                .hasEntrySatisfying(Situation.TEST_LINKS_THREE, SITUATIONS.atLeast(30))
                .hasEntrySatisfying(Situation.SEVERAL_GROUPS_IN_A_BLOCK, SITUATIONS.atLeast(6))
                .hasEntrySatisfying(Situation.GROUPS_THAT_TIE, SITUATIONS.atLeast(3))
                .hasEntrySatisfying(Situation.UNLINKED_RECORD_BRIDGES_A_RUN, SITUATIONS.atLeast(3))
                .hasEntrySatisfying(Situation.TWO_ENTRIES_IN_A_RUN, SITUATIONS.atLeast(30))
                .hasEntrySatisfying(Situation.GROUP_FALLS_APART, SITUATIONS.atLeast(8))
                .hasEntrySatisfying(Situation.TESTED_GROUP_CONTESTED, SITUATIONS.atLeast(12))
                .hasEntrySatisfying(Situation.TESTED_VALUES_GENERIC, SITUATIONS.atLeast(5));
    }

    @Test
    void scoredCasesShowWhatScoresDo() {
        assertThat(SITUATIONS.count(RandomOptions.SCORED))
                .hasEntrySatisfying(Situation.LINK_MERGES, SITUATIONS.atLeast(30))
                .hasEntrySatisfying(Situation.LINK_REFUSED, SITUATIONS.atLeast(15))
                .hasEntrySatisfying(Situation.LINK_CONTESTED, SITUATIONS.atLeast(20))
                .hasEntrySatisfying(Situation.LINK_WITHIN_A_CLUSTER, SITUATIONS.atLeast(30))
                .hasEntrySatisfying(Situation.LINK_IS_LATE, SITUATIONS.atLeast(5))
                .hasEntrySatisfying(
                        Situation.UNEQUAL_STRONG_VALUES_IN_AN_ENTITY, SITUATIONS.atLeast(3))
                .hasEntrySatisfying(Situation.UNIQUE_PERSPECTIVE_CONTESTED, SITUATIONS.atLeast(5));
    }

    @Test
    void testsAndScoresComeOnTopIfAskedFor() {
        assertThat(SITUATIONS.count(RandomOptions.MIXED.with(Extra.MATCHING)))
                .hasEntrySatisfying(Situation.TEST_LINKS_SOME_OF_A_BLOCK, SITUATIONS.atLeast(10))
                .hasEntrySatisfying(Situation.LINK_MERGES, SITUATIONS.atLeast(10));
    }

    private static Set<Situation> situations(RandomCase random) {
        Set<Situation> seen = EnumSet.noneOf(Situation.class);
        List<SourceRecord> arrived = new ArrayList<>();
        Set<Group> before = Set.of();
        for (SourceRecord step : random.steps()) {
            arrived.add(step);
            List<Facts> facts = facts(random, arrived);
            facts.forEach(each -> addBlocks(each, seen));
            Set<Group> after = tested(facts);
            facts.stream()
                    .filter(each -> each.rules().score().isPresent())
                    .forEach(each -> addLinks(NaiveEntities.resolve(each).links(), seen));
            if (fallsApart(before, after, step.identity())) {
                seen.add(Situation.GROUP_FALLS_APART);
            }
            before = after;
        }
        Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, arrived);
        addConflicts(random, oracle.result(), seen);
        for (Entity entity : oracle.result().entities()) {
            if (hasUnequalStrongValues(
                    Facts.of(random.ontology(), entity.entityType(), oracle.current()), entity)) {
                seen.add(Situation.UNEQUAL_STRONG_VALUES_IN_AN_ENTITY);
            }
        }
        return seen;
    }

    private static List<Facts> facts(RandomCase random, List<SourceRecord> arrived) {
        List<SourceRecord> current = CurrentVersions.of(arrived);
        return current.stream()
                .map(record -> record.identity().entityType())
                .distinct()
                .map(type -> Facts.of(random.ontology(), type, current))
                .toList();
    }

    /** The groups of keys with a test. */
    private static Set<Group> tested(List<Facts> facts) {
        return facts.stream()
                .flatMap(each -> NaiveKeys.groups(each).stream())
                .filter(group -> group.key().isTested())
                .collect(Collectors.toSet());
    }

    /** Whether two other records were in a group, and are not together any more. */
    private static boolean fallsApart(Set<Group> before, Set<Group> after, RecordIdentity changed) {
        for (Group group : before) {
            Set<RecordIdentity> others = new HashSet<>(group.members());
            others.remove(changed);
            if (others.size() > 1
                    && after.stream()
                            .filter(other -> other.key().equals(group.key()))
                            .filter(other -> other.values().equals(group.values()))
                            .noneMatch(other -> other.members().containsAll(others))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTested(RandomCase random, String entityType, String key) {
        return random.ontology().rules(entityType).orElseThrow().identityKeys().stream()
                .anyMatch(each -> each.name().equals(key) && each.isTested());
    }

    private static void addLinks(List<VisitedLink> links, Set<Situation> seen) {
        boolean wasRefused = false;
        for (VisitedLink link : links) {
            seen.add(
                    switch (link.outcome()) {
                        case MERGED -> Situation.LINK_MERGES;
                        case REFUSED -> Situation.LINK_REFUSED;
                        case CONTESTED -> Situation.LINK_CONTESTED;
                        case ONE_ALREADY -> Situation.LINK_WITHIN_A_CLUSTER;
                    });
            if (wasRefused && link.outcome() == LinkOutcome.MERGED) {
                seen.add(Situation.LINK_IS_LATE);
            }
            wasRefused |= link.outcome() == LinkOutcome.REFUSED;
        }
    }

    private static void addBlocks(Facts facts, Set<Situation> seen) {
        List<Group> groups = NaiveKeys.groups(facts);
        for (IdentityKey key : facts.rules().identityKeys()) {
            if (key.test() instanceof KeyTest.Tested) {
                for (Block block : NaiveKeys.blocks(facts, key)) {
                    addBlock(block, within(block, groups), seen);
                }
            }
        }
    }

    private static List<Group> within(Block block, List<Group> groups) {
        Interval run = NaiveTime.span(block.entries().stream().map(Entry::interval).toList());
        return groups.stream()
                .filter(group -> group.key().equals(block.key()))
                .filter(group -> group.values().equals(block.values()))
                .filter(group -> NaiveTime.covers(run, group.run()))
                .toList();
    }

    private static void addBlock(Block block, List<Group> groups, Set<Situation> seen) {
        Set<RecordIdentity> records = new HashSet<>();
        for (Entry entry : block.entries()) {
            if (!records.add(entry.record())) {
                seen.add(Situation.TWO_ENTRIES_IN_A_RUN);
            }
        }
        Set<RecordIdentity> linked = new HashSet<>();
        groups.forEach(group -> linked.addAll(group.members()));
        if (!linked.isEmpty() && linked.size() < records.size()) {
            seen.add(Situation.TEST_LINKS_SOME_OF_A_BLOCK);
            List<Interval> left =
                    block.entries().stream()
                            .filter(entry -> linked.contains(entry.record()))
                            .map(Entry::interval)
                            .toList();
            // Runs end where coalesced intervals do, or where they only touch.
            if (NaiveTime.coalesce(left).size() > 1) {
                seen.add(Situation.UNLINKED_RECORD_BRIDGES_A_RUN);
            }
        }
        if (groups.stream().anyMatch(group -> group.members().size() > 2)) {
            seen.add(Situation.TEST_LINKS_THREE);
        }
        if (groups.size() > 1) {
            seen.add(Situation.SEVERAL_GROUPS_IN_A_BLOCK);
        }
        if (groups.stream().map(group -> group.run().start()).distinct().count() < groups.size()) {
            seen.add(Situation.GROUPS_THAT_TIE);
        }
    }

    private static void addConflicts(RandomCase random, OracleResult result, Set<Situation> seen) {
        for (Conflict conflict : result.conflicts()) {
            if (conflict instanceof Conflict.Indirect indirect) {
                if (indirect.score().isEmpty()
                        && isTested(random, indirect.entityType(), indirect.key())) {
                    seen.add(Situation.TESTED_GROUP_CONTESTED);
                }
                if (indirect.strongIdentifiers().contains("uid")) {
                    seen.add(Situation.UNIQUE_PERSPECTIVE_CONTESTED);
                }
            }
        }
        if (result.genericKeys().stream()
                .anyMatch(generic -> isTested(random, generic.entityType(), generic.key()))) {
            seen.add(Situation.TESTED_VALUES_GENERIC);
        }
    }

    private static boolean hasUnequalStrongValues(Facts facts, Entity entity) {
        for (StrongIdentifier strong : facts.rules().strongIdentifiers()) {
            List<Assertion> all = facts.of(entity.records(), strong.attribute());
            for (Assertion x : all) {
                for (Assertion y : all) {
                    if (strong.differ().isPresent()
                            && !x.record().equals(y.record())
                            && !x.value().equals(y.value())
                            && x.overlaps(y)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
