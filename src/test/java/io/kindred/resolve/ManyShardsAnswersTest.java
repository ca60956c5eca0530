package io.kindred.resolve;

import io.kindred.model.Answer;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.Query;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What shards that are settled say together is what the only shard would say. */
class ManyShardsAnswersTest {

    private static final int CASES = Seeds.CASES / 25;

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED,
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void answerTogetherAsOneShardWould(RandomOptions options) {
        for (long each : Seeds.take(CASES)) {
            long seed = each;
            RandomCase random = RandomHistories.generate(seed, options.withSizes(10, 35));
            ShardNetwork network =
                    new ShardNetwork(random.ontology(), 2 + (int) (seed % 6), new Random(seed));
            ShardEngine only =
                    new ShardEngine(random.ontology(), Timeline.INTEGER, new InMemoryShardTables());
            for (SourceRecord step : random.steps()) {
                network.accept(step);
                only.accept(step);
            }
            network.settle();
            only.flush(new FoldedUpdates());
            Oracle oracle = new Oracle(random.ontology(), Timeline.INTEGER, random.steps());
            for (Query query : random.queries()) {
                assertThat(network.answer(new Question.Values(query)))
                        .as("seed %d, %s", seed, query)
                        .isEqualTo(new Answer.Matches(oracle.answer(query)));
            }
            for (Entity entity : oracle.result().entities()) {
                assertThat(network.answer(new Question.ById(entity.id())))
                        .as("seed %d, %s", seed, entity)
                        .isEqualTo(new Answer.OneEntity(Optional.of(entity)));
            }
            List<RecordIdentity> records =
                    random.steps().stream().map(SourceRecord::identity).distinct().toList();
            for (RecordIdentity record : records) {
                check(network, only, new Question.EntityOf(record), seed);
                // Most are the anchor of an entity; of the others there is none.
                check(network, only, new Question.ById(EntityId.of(record)), seed);
                check(network, only, new Question.Why(record, Optional.empty()), seed);
                records.stream()
                        .filter(other -> other.entityType().equals(record.entityType()))
                        .forEach(
                                other ->
                                        check(
                                                network,
                                                only,
                                                new Question.Why(record, Optional.of(other)),
                                                seed));
            }
        }
    }

    private static void check(
            ShardNetwork network, ShardEngine only, Question.Subject subject, long seed) {
        assertThat(network.answer(subject))
                .as("seed %d, %s", seed, subject)
                .isEqualTo(only.answer(subject));
    }
}
