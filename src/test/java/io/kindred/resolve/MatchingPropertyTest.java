package io.kindred.resolve;

import io.kindred.model.DigestKey;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.MatchResult;
import io.kindred.model.MatchResult.Candidate;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Arrival;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Matching a record says what inserting it gives, and changes nothing. */
class MatchingPropertyTest {

    private static final int CASES = Math.max(6, Seeds.CASES / 10);

    private int joined;
    private int candidates;

    static Stream<RandomOptions> profiles() {
        return Stream.of(
                RandomOptions.MIXED.with(Extra.MATCHING).withDecisionsErasuresAndRetention(),
                RandomOptions.CONTESTED,
                RandomOptions.GENERIC,
                RandomOptions.TESTED,
                RandomOptions.SCORED.with(Extra.DECISIONS));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void equalsInsertingTheRecord(RandomOptions options) {
        for (long seed : Seeds.halfFixed(CASES)) {
            RandomCase random = RandomHistories.generate(seed, options);
            Shard shard = new Shard(random);
            for (int step = 0; step < random.arrivals().size(); step++) {
                Arrival arrival = random.arrivals().get(step);
                if (arrival instanceof Arrival.OfRecord one && one.record().isUpsert()) {
                    compare(shard, one.record(), "seed " + seed + ", step " + step);
                } else {
                    shard.take(arrival);
                }
            }
        }
        assertThat(joined).as("records that joined others").isPositive();
        assertThat(candidates).as("records with values in common").isPositive();
    }

    private void compare(Shard shard, SourceRecord record, String where) {
        Map<String, String> before = TableDump.of(shard.tables);
        MatchResult found = shard.engine.match(record);
        assertThat(TableDump.of(shard.tables)).as(where).isEqualTo(before);
        Set<String> entities = new HashSet<>();
        found.members()
                .forEach(each -> entities.add(shard.engine.entityOf(each).orElseThrow().id()));
        assertThat(Set.copyOf(found.joined())).as(where).isEqualTo(entities);
        shard.take(new Arrival.OfRecord(record));
        List<RecordIdentity> members = new ArrayList<>(found.members());
        if (found.seen().isPresent()) {
            members.add(record.identity());
        }
        assertThat(Set.copyOf(members))
                .as(where)
                .isEqualTo(
                        shard.engine
                                .entityOf(record.identity())
                                .map(entity -> Set.copyOf(entity.records()))
                                .orElse(Set.of()));
        assertThat(found.seen().map(Explanation.Seen::entityId))
                .as(where)
                .isEqualTo(shard.engine.entityOf(record.identity()).map(Entity::id));
        for (Candidate candidate : found.candidates()) {
            assertThat(candidate.entityId())
                    .as(where)
                    .isEqualTo(shard.engine.entityOf(candidate.record()).orElseThrow().id());
            assertThat(candidate.verdict() instanceof Explanation.Same)
                    .as(where)
                    .isEqualTo(members.contains(candidate.record()));
        }
        joined += found.members().size();
        candidates += found.candidates().size();
    }

    private static final class Shard {
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final FoldedUpdates folded = new FoldedUpdates();
        private final ShardEngine engine;
        private long order;

        Shard(RandomCase random) {
            engine =
                    new ShardEngine(
                            new ShardState(random.ontology(), tables, true),
                            Timeline.INTEGER,
                            EmissionLimit.NONE,
                            () -> 0,
                            DigestKey.random(),
                            false);
            engine.flush(folded);
        }

        /** Takes an arrival; a record as its newest version. */
        void take(Arrival arrival) {
            if (arrival instanceof Arrival.OfRecord one) {
                SourceRecord record = one.record();
                engine.accept(
                        new SourceRecord(
                                record.identity(),
                                OptionalLong.empty(),
                                record.op(),
                                record.descriptors()));
            } else if (arrival instanceof Arrival.OfDecision one) {
                one.decision().sides(++order).forEach(engine::accept);
            } else {
                engine.advance(((Arrival.Clock) arrival).now());
            }
            engine.flush(folded);
            while (engine.expire(100)) {
                engine.flush(folded);
            }
            engine.flush(folded);
        }
    }
}
