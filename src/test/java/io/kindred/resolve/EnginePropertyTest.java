package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.DigestKey;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Profile;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class EnginePropertyTest {

    private static final int CASES = Seeds.CASES / 4;

    /** Of long histories, from any seed and from the same ones always. */
    private static final int LARGE_CASES = Seeds.CASES / 25;

    private static final int FIXED_CASES = 7;

    /** Sizes: none, some that always overflow, one that does at times, and one that never does. */
    private static final long[] CACHES = {0, 1_500, 1 << 20, 5_000, 20_000};

    /** How many records are held: far fewer than a batch has, some, and all. */
    private static final int[] HELD_RECORDS = {1, 3, RecordStore.HELD};

    private static final String KEY_TAIL = "key-postings-tail";
    private static final String MEMBER_TAIL = "component-members-tail";

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheOracleAfterEveryStep(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES))) {
            RandomCase random = RandomHistories.generate(seed, options);
            Shard shard = new Shard(random);
            for (int step = 1; step <= random.steps().size(); step++) {
                shard.engine.accept(random.steps().get(step - 1));
                shard.engine.flush(shard.folded);
                shard.compare(step, "step " + step);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheOracleInAnyBatchesAndOverRestarts(RandomOptions options) {
        RandomOptions longer = options.withSizes(14, 60);
        for (long seed : Seeds.take(options.of(CASES))) {
            RandomCase random = RandomHistories.generate(seed, longer);
            Random dice = new Random(seed);
            Shard shard = new Shard(random);
            for (int step = 1; step <= random.steps().size(); step++) {
                shard.engine.accept(random.steps().get(step - 1));
                if (dice.nextInt(8) == 0 || step == random.steps().size()) {
                    shard.engine.flush(shard.folded);
                    shard.compare(step, "step " + step);
                    if (dice.nextBoolean()) {
                        shard.restart();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void endsInTheSameResultInAnyOrder(RandomOptions options) {
        if (options.unversioned()) {
            return;
        }
        for (long seed : Seeds.take(options.of(CASES))) {
            RandomCase random = RandomHistories.generate(seed, options);
            Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, random.steps());
            for (int order = 0; order < 4; order++) {
                Random dice = new Random(order);
                List<SourceRecord> steps = new ArrayList<>(random.steps());
                Collections.shuffle(steps, dice);
                Shard shard = new Shard(random);
                for (SourceRecord step : steps) {
                    shard.engine.accept(step);
                    if (dice.nextInt(4) == 0) {
                        shard.engine.flush(shard.folded);
                    }
                }
                shard.engine.flush(shard.folded);
                shard.compare(oracle, steps.size(), "order " + order);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void keepsNothingOfDeletedRecordsButTheirVersions(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES))) {
            RandomCase random = RandomHistories.generate(seed, options);
            Shard shard = new Shard(random);
            for (SourceRecord step : random.steps()) {
                shard.engine.accept(step);
                if (seed % 3 != 0) {
                    shard.engine.flush(shard.folded);
                }
            }
            for (SourceRecord step : random.steps()) {
                shard.engine.accept(SourceRecord.delete(step.identity(), OptionalLong.of(1_000)));
            }
            shard.engine.flush(shard.folded);
            assertThat(shard.folded.result())
                    .as("seed %d", seed)
                    .isEqualTo(OracleResult.of(List.of(), List.of(), List.of()));
            shard.cache.flush();
            assertThat(shard.tables.entryCounts().keySet())
                    .as("seed %d", seed)
                    .isSubsetOf(
                            Set.of("shard-meta", "record-ids", "interner-ids", "interner-strings"));
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheOracleWhileListsOutgrowTheirHeadsAndShrinkAgain(RandomOptions options) {
        for (long seed : Seeds.take(options.of(LARGE_CASES))) {
            growAndShrink(seed, options, new HashMap<>(), new HashMap<>());
        }
        Map<String, Integer> grown = new HashMap<>();
        Map<String, Integer> shrunk = new HashMap<>();
        for (long seed = 0; seed < options.of(FIXED_CASES); seed++) {
            growAndShrink(seed, options, grown, shrunk);
        }
        assertThat(grown).as("tails that held entries").containsKey(KEY_TAIL);
        if (options.profile() != Profile.GENERIC) {
            // With low limits no component becomes so large.
            assertThat(grown).as("tails that held entries").containsKey(MEMBER_TAIL);
        }
        assertThat(shrunk).as("tails that became empty").isEqualTo(grown);
    }

    private static void growAndShrink(
            long seed,
            RandomOptions options,
            Map<String, Integer> grown,
            Map<String, Integer> shrunk) {
        RandomCase random = RandomHistories.generate(seed, options.withSizes(45, 110));
        Random dice = new Random(seed);
        List<SourceRecord> steps = thenAllDeleted(random.steps(), dice);
        Shard shard = new Shard(random);
        Set<String> before = Set.of();
        for (int step = 1; step <= steps.size(); step++) {
            shard.engine.accept(steps.get(step - 1));
            if (dice.nextInt(8) == 0 || step == steps.size()) {
                shard.engine.flush(shard.folded);
                List<SourceRecord> arrived = steps.subList(0, step);
                shard.compare(
                        new Oracle(random.ontology(), Timeline.INTEGER, arrived),
                        step,
                        "step " + step);
                Set<String> now = shard.tails();
                count(now, before, grown);
                count(before, now, shrunk);
                before = now;
            }
        }
        assertThat(before).as("seed %d", seed).isEmpty();
    }

    private static List<SourceRecord> thenAllDeleted(List<SourceRecord> steps, Random dice) {
        List<SourceRecord> deletes = new ArrayList<>();
        steps.stream()
                .map(SourceRecord::identity)
                .distinct()
                .forEach(
                        identity ->
                                deletes.add(SourceRecord.delete(identity, OptionalLong.of(1_000))));
        Collections.shuffle(deletes, dice);
        List<SourceRecord> all = new ArrayList<>(steps);
        all.addAll(deletes);
        return all;
    }

    private static void count(Set<String> these, Set<String> butThese, Map<String, Integer> times) {
        these.stream()
                .filter(each -> !butThese.contains(each))
                .forEach(each -> times.merge(each, 1, Integer::sum));
    }

    private static final class Shard {
        private final RandomCase random;
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final FoldedUpdates folded = new FoldedUpdates();
        private WriteBackCache cache;
        private ShardEngine engine;

        Shard(RandomCase random) {
            this.random = random;
            open();
        }

        /** As after a checkpoint: nothing is left but what the tables hold. */
        void restart() {
            cache.flush();
            open();
        }

        private void open() {
            long budget = CACHES[(int) (random.seed() % CACHES.length)];
            cache = new WriteBackCache(budget, EnumSet.allOf(Name.class), shard -> {});
            ShardState state =
                    new ShardState(
                            random.ontology(),
                            cache.over(0, tables),
                            true,
                            new OptionalOutputs(true, true),
                            HELD_RECORDS[(int) (random.seed() % HELD_RECORDS.length)]);
            engine =
                    new ShardEngine(
                            state,
                            Timeline.INTEGER,
                            EmissionLimit.NONE,
                            System::currentTimeMillis,
                            DigestKey.random(),
                            false);
        }

        /** The tails that hold entries. */
        Set<String> tails() {
            Set<String> tails = new HashSet<>(tables.entryCounts().keySet());
            tails.retainAll(Set.of(KEY_TAIL, MEMBER_TAIL));
            return tails;
        }

        void compare(int steps, String when) {
            List<SourceRecord> arrived = random.steps().subList(0, steps);
            compare(new Oracle(random.ontology(), Timeline.INTEGER, arrived), steps, when);
        }

        void compare(Oracle oracle, int steps, String when) {
            String where = "seed " + random.seed() + ", " + when;
            assertThat(folded.result()).as(where).isEqualTo(oracle.result());
            assertThat(folded.goldenValues()).as(where).isEqualTo(oracle.goldenValues());
            assertThat(folded.records()).as(where).isEqualTo(oracle.records());
            folded.conflictsById()
                    .forEach(
                            (String id, Conflict conflict) ->
                                    assertThat(id).isEqualTo(oracle.conflictId(conflict)));
            assertThat(random.queries().stream().map(engine::answer).toList())
                    .as("answers, " + where)
                    .isEqualTo(random.queries().stream().map(oracle::answer).toList());
            OracleResult result = oracle.result();
            assertThat(result.entities())
                    .as("entities by id, " + where)
                    .allSatisfy(entity -> assertThat(engine.entity(entity.id())).contains(entity));
            assertThat(
                            List.of(
                                    engine.count(Count.RECORDS),
                                    engine.count(Count.ENTITIES),
                                    engine.count(Count.CONFLICTS),
                                    engine.count(Count.GENERIC_KEYS),
                                    engine.count(Count.ACCEPTED)
                                            + engine.count(Count.REPLAYED)
                                            + engine.count(Count.OUTDATED)))
                    .as("counts, " + where)
                    .containsExactly(
                            (long) result.assignments().size(),
                            (long) result.entities().size(),
                            (long) result.conflicts().size(),
                            (long) result.genericKeys().size(),
                            (long) steps);
        }
    }
}
