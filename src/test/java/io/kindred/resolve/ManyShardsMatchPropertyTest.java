package io.kindred.resolve;

import io.kindred.model.Answer;
import io.kindred.model.MatchResult;
import io.kindred.model.Question;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Arrival;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several shards that are settled say how a record would be resolved as the only shard does, of
 * which {@link MatchingPropertyTest} shows that it says what inserting the record gives.
 */
class ManyShardsMatchPropertyTest {

    private static final int CASES = Math.max(6, Seeds.CASES / 20);

    private int joined;
    private int replaced;
    private int alone;

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED.with(Extra.MATCHING).withDecisionsErasuresAndRetention(),
                RandomOptions.CONTESTED.with(Extra.DECISIONS),
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED.with(Extra.DECISIONS));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsTheMatchOfTheOnlyShard(RandomOptions options) {
        for (long seed : Seeds.halfFixed(CASES)) {
            compareAll(seed, options);
        }
        assertThat(joined).as("records that would join others").isPositive();
        assertThat(replaced).as("records that would replace one").isPositive();
        assertThat(alone).as("records that would be alone").isPositive();
    }

    private void compareAll(long seed, RandomOptions options) {
        RandomCase random = RandomHistories.generate(seed, options.withSizes(10, 35));
        Random dice = new Random(seed);
        ShardNetwork network = new ShardNetwork(random.ontology(), seed % 2 == 0 ? 2 : 7, dice);
        ShardEngine only =
                new ShardEngine(random.ontology(), Timeline.INTEGER, new InMemoryShardTables());
        long order = 0;
        for (int step = 0; step < random.arrivals().size(); step++) {
            Arrival arrival = newest(random.arrivals().get(step));
            if (arrival instanceof Arrival.OfRecord one
                    && one.record().isUpsert()
                    && dice.nextInt(3) == 0) {
                network.settle();
                compare(network, only, one.record(), "seed " + seed + ", step " + step);
            }
            network.accept(arrival);
            if (arrival instanceof Arrival.OfRecord one) {
                only.accept(one.record());
            } else if (arrival instanceof Arrival.OfDecision one) {
                one.decision().sides(++order).forEach(only::accept);
            } else {
                only.advance(((Arrival.Clock) arrival).now());
            }
            settle(only);
        }
    }

    private void compare(
            ShardNetwork network, ShardEngine only, SourceRecord record, String where) {
        MatchResult expected = only.match(record);
        assertThat(network.answer(new Question.Match(record)))
                .as("%s, %s", where, record)
                .isEqualTo(new Answer.Matched(expected));
        joined += expected.members().isEmpty() ? 0 : 1;
        alone += expected.seen().isPresent() && expected.members().isEmpty() ? 1 : 0;
        replaced += expected.isReplacement() ? 1 : 0;
    }

    private static Arrival newest(Arrival arrival) {
        return arrival instanceof Arrival.OfRecord one
                ? new Arrival.OfRecord(
                        new SourceRecord(
                                one.record().identity(),
                                OptionalLong.empty(),
                                one.record().op(),
                                one.record().descriptors()))
                : arrival;
    }

    private static void settle(ShardEngine only) {
        only.flush(ShardOutput.NO_OP);
        while (only.expire(100)) {
            only.flush(ShardOutput.NO_OP);
        }
        only.flush(ShardOutput.NO_OP);
    }
}
