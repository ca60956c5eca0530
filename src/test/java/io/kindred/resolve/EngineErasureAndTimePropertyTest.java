package io.kindred.resolve;

import io.kindred.model.DigestKey;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.resolve.check.ShardChecks;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The only shard against the oracle, with decisions, erasures and the time that moves on. */
class EngineErasureAndTimePropertyTest {

    private static final int CASES = Math.max(8, Seeds.CASES / 10);
    private static final long[] CACHES = {0, 1_500, 1 << 20};
    private static final int[] HELD_RECORDS = {1, 3, RecordStore.HELD};
    private static final Set<String> MEMORIES =
            Set.of(
                    "shard-meta",
                    "record-ids",
                    "erased-records",
                    "gone-records",
                    "interner-ids",
                    "interner-strings");

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED.with(Extra.RETENTION, Extra.ERASURES),
                RandomOptions.MIXED.withUnversioned().with(Extra.RETENTION, Extra.ERASURES),
                RandomOptions.MIXED.with(Extra.DECISIONS),
                RandomOptions.CONTESTED.withDecisionsErasuresAndRetention(),
                RandomOptions.GENERIC.withDecisionsErasuresAndRetention(),
                RandomOptions.TESTED.withDecisionsErasuresAndRetention(),
                RandomOptions.SCORED.withDecisionsErasuresAndRetention(),
                RandomOptions.MIXED
                        .withUnversioned()
                        .withDecisionsErasuresAndRetention()
                        .with(Extra.UNVERSIONED_DECISIONS));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheOracleAfterEveryStep(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES))) {
            RandomCase random = RandomHistories.generate(seed, options);
            Shard shard = new Shard(random, seed % 2 == 0);
            for (int step = 1; step <= random.arrivals().size(); step++) {
                shard.take(random.arrivals().get(step - 1));
                shard.settle();
                shard.compare(step, "step " + step);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheOracleInAnyBatchesAndOverRestarts(RandomOptions options) {
        RandomOptions longer = options.withSizes(14, 60);
        for (long seed : Seeds.take(options.of(CASES / 2))) {
            RandomCase random = RandomHistories.generate(seed, longer);
            Shard shard = new Shard(random, seed % 2 == 0);
            for (int step = 1; step <= random.arrivals().size(); step++) {
                shard.take(random.arrivals().get(step - 1));
                if (shard.dice.nextInt(8) == 0) {
                    shard.slice();
                    if (shard.dice.nextBoolean()) {
                        shard.restart();
                    }
                }
                if (shard.dice.nextInt(16) == 0 || step == random.arrivals().size()) {
                    shard.settle();
                    shard.compare(step, "step " + step);
                    shard.check();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void retentionMayBeIntroducedAndShortenedAtARestart(RandomOptions options) {
        RandomOptions longer = options.withSizes(14, 60);
        for (long seed : Seeds.take(options.of(CASES / 2))) {
            RandomCase random = RandomHistories.generate(seed, longer);
            Shard shard = new Shard(random, seed % 2 == 0);
            List<Ontology> ontologies = lengthened(random.ontology());
            shard.restart(ontologies.get(0));
            int changes = 0;
            for (int step = 1; step <= random.arrivals().size(); step++) {
                shard.take(random.arrivals().get(step - 1));
                if (shard.dice.nextInt(6) == 0) {
                    shard.slice();
                }
                if (shard.dice.nextInt(10) == 0 && changes < 2 || step % 20 == 0) {
                    if (shard.dice.nextBoolean()) {
                        shard.settle();
                        shard.compare(step, "step " + step);
                        shard.check();
                    }
                    changes = Math.min(changes + 1, 2);
                    shard.engine.flush(shard.folded);
                    shard.restart(ontologies.get(changes));
                }
            }
            shard.engine.flush(shard.folded);
            shard.restart(random.ontology());
            shard.settle();
            shard.compare(random.arrivals().size(), "end");
            shard.check();
        }
    }

    /** One without retentions, one with longer ones, and the ontology itself. */
    private static List<Ontology> lengthened(Ontology last) {
        return List.of(with(last, false), with(last, true), last);
    }

    private static Ontology with(Ontology ontology, boolean isLonger) {
        Map<String, EntityTypeRules> types = new HashMap<>();
        ontology.entityTypes()
                .forEach(
                        (name, rules) -> {
                            Map<String, AttributeRules> attributes = new HashMap<>();
                            rules.attributes()
                                    .forEach(
                                            (attribute, own) ->
                                                    attributes.put(
                                                            attribute,
                                                            new AttributeRules(
                                                                    own.normalization(),
                                                                    own.cardinality(),
                                                                    own.prefer(),
                                                                    isLonger
                                                                            ? own.retention()
                                                                                    .map(
                                                                                            each ->
                                                                                                    longer(
                                                                                                            each))
                                                                            : Optional.empty())));
                            types.put(
                                    name,
                                    new EntityTypeRules(
                                            rules.identityKeys(),
                                            rules.strongIdentifiers(),
                                            rules.constraints(),
                                            attributes,
                                            isLonger
                                                    ? longer(rules.retention())
                                                    : Retention.FOREVER,
                                            rules.score(),
                                            rules.isOnePerPerspective()));
                        });
        return new Ontology(types, ontology.perspectives());
    }

    private static Retention longer(Retention retention) {
        return retention.isLimited() ? new Retention(retention.points() + 3) : retention;
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void keepsNothingOfRecordsThatAreNotThereButWhatIsRemembered(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES / 2))) {
            RandomCase random = RandomHistories.generate(seed, options);
            Shard shard = new Shard(random, seed % 2 == 0);
            for (Arrival arrival : random.arrivals()) {
                shard.take(arrival);
                if (seed % 3 != 0) {
                    shard.settle();
                }
            }
            for (SourceRecord step : random.steps()) {
                shard.engine.accept(SourceRecord.erase(step.identity(), OptionalLong.of(1_000)));
            }
            shard.settle();
            // Buckets that are over are removed when they are looked through.
            shard.engine.advance(1L << 40);
            shard.settle();
            assertThat(shard.folded.result())
                    .as("seed %d", seed)
                    .isEqualTo(OracleResult.of(List.of(), List.of(), List.of()));
            shard.cache.flush();
            assertThat(shard.tables.entryCounts().keySet())
                    .as("seed %d", seed)
                    .isSubsetOf(MEMORIES);
        }
    }

    private static final class Shard {
        private final RandomCase random;
        private final boolean forgets;
        private final Random dice;
        private final DigestKey key = DigestKey.random();
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final FoldedUpdates folded = new FoldedUpdates();
        private Ontology ontology;
        private WriteBackCache cache;
        private ShardEngine engine;
        private long order;

        Shard(RandomCase random, boolean forgets) {
            this.random = random;
            this.forgets = forgets;
            this.ontology = random.ontology();
            this.dice = new Random(random.seed());
            open();
        }

        /** As after a checkpoint: nothing is left but what the tables hold. */
        void restart() {
            engine.flush(folded);
            cache.flush();
            open();
        }

        void restart(Ontology other) {
            cache.flush();
            ontology = other;
            open();
        }

        private void open() {
            long budget = CACHES[(int) (random.seed() % CACHES.length)];
            cache = new WriteBackCache(budget, EnumSet.allOf(Name.class), shard -> {});
            ShardState state =
                    new ShardState(
                            ontology,
                            cache.over(0, tables),
                            true,
                            new OptionalOutputs(true, true),
                            HELD_RECORDS[(int) (random.seed() % HELD_RECORDS.length)]);
            engine =
                    new ShardEngine(
                            state, Timeline.INTEGER, EmissionLimit.NONE, () -> 0, key, forgets);
            engine.tieTo("declaration", DeclarationRule.SAME);
        }

        void take(Arrival arrival) {
            if (arrival instanceof Arrival.OfRecord one) {
                engine.accept(one.record());
            } else if (arrival instanceof Arrival.OfDecision one) {
                one.decision().sides(++order).forEach(engine::accept);
            } else {
                engine.advance(((Arrival.Clock) arrival).now());
            }
        }

        /** Flushes, with a little of the expiry that is due. */
        void slice() {
            engine.expire(1 + dice.nextInt(3));
            engine.indexExpiry(1 + dice.nextInt(4));
            engine.flush(folded);
        }

        /** Flushes, with all of the expiry that is due. */
        void settle() {
            engine.flush(folded);
            boolean isLeft = true;
            while (isLeft) {
                isLeft = engine.indexExpiry(1 + dice.nextInt(4));
                isLeft |= engine.expire(1 + dice.nextInt(3));
                engine.flush(folded);
            }
        }

        void check() {
            cache.flush();
            assertThat(ShardChecks.findings(ontology, tables, folded))
                    .as("seed " + random.seed())
                    .isEmpty();
        }

        void compare(int steps, String when) {
            List<Arrival> arrived = random.arrivals().subList(0, steps);
            String where = "seed " + random.seed() + ", " + when;
            Oracle oracle = Oracle.after(ontology, Timeline.INTEGER, arrived);
            OracleResult result = oracle.result();
            assertThat(folded.result()).as(where).isEqualTo(result);
            assertThat(folded.goldenValues()).as(where).isEqualTo(oracle.goldenValues());
            assertThat(folded.records()).as(where).isEqualTo(oracle.records());
            folded.conflictsById()
                    .forEach(
                            (id, conflict) ->
                                    assertThat(id).isEqualTo(oracle.conflictId(conflict)));
            assertThat(random.queries().stream().map(engine::answer).toList())
                    .as("answers, " + where)
                    .isEqualTo(random.queries().stream().map(oracle::answer).toList());
            long records = arrived.stream().filter(Arrival.OfRecord.class::isInstance).count();
            List<Long> counts = new ArrayList<>();
            for (Count count : List.of(Count.RECORDS, Count.ENTITIES, Count.CONFLICTS)) {
                counts.add(engine.count(count));
            }
            counts.add(
                    engine.count(Count.ACCEPTED)
                            + engine.count(Count.REPLAYED)
                            + engine.count(Count.OUTDATED));
            assertThat(counts)
                    .as("counts, " + where)
                    .containsExactly(
                            (long) result.assignments().size(),
                            (long) result.entities().size(),
                            (long) result.conflicts().size(),
                            records);
        }
    }
}
