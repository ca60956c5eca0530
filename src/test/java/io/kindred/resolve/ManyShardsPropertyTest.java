package io.kindred.resolve;

import io.kindred.model.SourceRecord;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ManyShardsPropertyTest {

    private static final int CASES = Seeds.CASES / 2;

    /** Of histories with extras, which take longer. */
    private static final int CASES_WITH_EXTRAS = Math.max(4, Seeds.CASES / 25);

    private static final int[] SHARDS = {1, 2, 5, 7, 16};

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED);
    }

    static Stream<RandomOptions> withExtras() {
        return Stream.of(
                RandomOptions.MIXED.with(Extra.DECISIONS),
                RandomOptions.MIXED.with(Extra.RETENTION),
                RandomOptions.MIXED.withUnversioned().with(Extra.ERASURES, Extra.RETENTION),
                RandomOptions.CONTESTED.withDecisionsErasuresAndRetention(),
                RandomOptions.GENERIC.withDecisionsErasuresAndRetention(),
                RandomOptions.TESTED.withDecisionsErasuresAndRetention(),
                RandomOptions.SCORED.withDecisionsErasuresAndRetention(),
                RandomOptions.MIXED
                        .withUnversioned()
                        .withDecisionsErasuresAndRetention()
                        .with(Extra.UNVERSIONED_DECISIONS));
    }

    static Stream<RandomOptions> all() {
        return Stream.concat(profiles(), withExtras());
    }

    @ParameterizedTest
    @MethodSource("withExtras")
    void haveTheResultOfOneShardAfterEveryStep(RandomOptions options) {
        for (long seed : Seeds.take(options.of(CASES_WITH_EXTRAS))) {
            RandomCase random = RandomHistories.generate(seed, options);
            int shards = SHARDS[(int) (seed % SHARDS.length)];
            ShardNetwork network = new ShardNetwork(random.ontology(), shards, new Random(seed));
            for (int step = 1; step <= random.arrivals().size(); step++) {
                network.accept(random.arrivals().get(step - 1));
                network.settle();
                String when = "seed " + seed + ", " + shards + " shards, step " + step;
                compare(network, oracle(random, random.arrivals().subList(0, step)), when);
                // A check takes one shard for the only one.
                if (shards > 1) {
                    assertThat(network.findings()).as(when).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void endInTheResultOfOneShardHoweverMessagesOvertakeEachOther(RandomOptions options) {
        int cases = options.extras().isEmpty() ? CASES : 2 * CASES_WITH_EXTRAS;
        for (long seed : Seeds.take(options.of(cases))) {
            RandomCase random = RandomHistories.generate(seed, options.withSizes(14, 50));
            Random dice = new Random(seed);
            List<Arrival> steps = new ArrayList<>(random.arrivals());
            if (!options.unversioned()) {
                Collections.shuffle(steps, dice);
            }
            int shards = SHARDS[(int) (seed % SHARDS.length)];
            ShardNetwork network = new ShardNetwork(random.ontology(), shards, dice);
            for (int step = 1; step <= steps.size(); step++) {
                network.accept(steps.get(step - 1));
                if (dice.nextInt(20) == 0 || step == steps.size()) {
                    network.settle();
                    compare(
                            network,
                            oracle(random, steps.subList(0, step)),
                            "seed " + seed + ", " + shards + " shards, step " + step);
                }
            }
            if (shards == 1) {
                assertThat(network.escalated()).isZero();
            }
        }
    }

    /** Else the histories would show little of it. */
    @ParameterizedTest
    @MethodSource("all")
    void resolveSomeRecordsTogetherOnly(RandomOptions options) {
        int escalated = 0;
        for (long seed = 0; escalated == 0 && seed < 20; seed++) {
            RandomCase random = RandomHistories.generate(seed, options.withSizes(14, 50));
            ShardNetwork network = new ShardNetwork(random.ontology(), 5, new Random(seed));
            random.arrivals().forEach(network::accept);
            network.settle();
            escalated += network.escalated();
        }
        assertThat(escalated).isPositive();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void keepNothingOfDeletedRecordsInTheirCounts(RandomOptions options) {
        for (long seed : Seeds.take(CASES / 5)) {
            RandomCase random = RandomHistories.generate(seed, options.withSizes(14, 50));
            ShardNetwork network = new ShardNetwork(random.ontology(), 3, new Random(seed));
            random.steps().forEach(network::accept);
            for (SourceRecord step : random.steps()) {
                network.accept(SourceRecord.delete(step.identity(), OptionalLong.of(1_000)));
            }
            network.settle();
            assertThat(network.result())
                    .as("seed %d", seed)
                    .isEqualTo(OracleResult.of(List.of(), List.of(), List.of()));
            for (Count count :
                    List.of(
                            Count.RECORDS,
                            Count.ENTITIES,
                            Count.CONFLICTS,
                            Count.ESCALATED_RECORDS,
                            Count.ESCALATED_COMPONENTS)) {
                assertThat(network.count(count)).as("seed %d, %s", seed, count).isZero();
                assertThat(network.reconciled(count)).as("seed %d, %s", seed, count).isZero();
            }
        }
    }

    private static Oracle oracle(RandomCase random, List<Arrival> arrivals) {
        return Oracle.after(random.ontology(), Timeline.INTEGER, arrivals);
    }

    private static void compare(ShardNetwork network, Oracle oracle, String when) {
        OracleResult expected = oracle.result();
        assertThat(network.result()).as(when).isEqualTo(expected);
        assertThat(network.goldenValues()).as(when).isEqualTo(oracle.goldenValues());
        assertThat(network.records()).as(when).isEqualTo(oracle.records());
        assertThat(network.disputed()).as(when).isEmpty();
        assertThat(network.count(Count.RECORDS))
                .as("records, " + when)
                .isEqualTo(expected.assignments().size());
        assertThat(network.count(Count.ESCALATED_RECORDS))
                .as("escalated records, " + when)
                .isEqualTo(network.reconciled(Count.RECORDS));
        assertThat(network.count(Count.ENTITIES) + network.reconciled(Count.ENTITIES))
                .as("entities, " + when)
                .isEqualTo(expected.entities().size());
    }
}
