package io.kindred.resolve;

import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
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

    private static final int[] SHARDS = {1, 2, 5, 16};

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.MIXED.withUnversioned(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void endInTheResultOfOneShardHoweverMessagesOvertakeEachOther(RandomOptions options) {
        int escalated = 0;
        for (long seed : Seeds.take(CASES)) {
            RandomCase random = RandomHistories.generate(seed, options.withSizes(14, 50));
            Random dice = new Random(seed);
            List<SourceRecord> steps = new ArrayList<>(random.steps());
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
                            new Oracle(random.ontology(), Timeline.INTEGER, steps.subList(0, step)),
                            "seed " + seed + ", " + shards + " shards, step " + step);
                }
            }
            escalated += network.escalated();
            if (shards == 1) {
                assertThat(network.escalated()).isZero();
            }
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

    private static void compare(ShardNetwork network, Oracle oracle, String when) {
        OracleResult expected = oracle.result();
        assertThat(network.result()).as(when).isEqualTo(expected);
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
