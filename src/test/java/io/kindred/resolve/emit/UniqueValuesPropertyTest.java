package io.kindred.resolve.emit;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.CountingTables;
import io.kindred.storage.keyed.ClaimedValue;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Values that are to be unique, claimed by many records. */
class UniqueValuesPropertyTest {

    private static final int CASES = Seeds.CASES / 5;
    private static final int RECORDS = 2 * ClaimedValue.FEW;
    private static final int STEPS = 150;

    @Test
    void equalsTheOracleWhileManyRecordsClaimOneValue() {
        int breaches = 0;
        for (long seed : Seeds.halfFixed(CASES)) {
            Random dice = new Random(seed);
            FoldedUpdates folded = new FoldedUpdates();
            ShardEngine engine = engine(dice);
            List<SourceRecord> arrived = new ArrayList<>();
            int contradictions = dice.nextInt(3);
            for (int step = 1; step <= STEPS; step++) {
                SourceRecord record = record(dice, step, contradictions);
                arrived.add(record);
                engine.accept(record);
                if (step == STEPS || dice.nextInt(25) == 0) {
                    engine.flushAll(folded);
                    Oracle oracle = new Oracle(Sample.ONTOLOGY, Timeline.INTEGER, arrived);
                    assertThat(folded.result())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(oracle.result());
                    breaches += folded.result().conflicts().size();
                } else if (dice.nextInt(4) == 0) {
                    engine.flush(folded);
                }
            }
        }
        assertThat(breaches).isPositive();
    }

    /** Nobody claims the value anew, and yet the claims are no longer of one entity. */
    @Test
    void emitsAConflictOnceAnEntityWithTheValueSplits() {
        FoldedUpdates folded = new FoldedUpdates();
        ShardEngine engine =
                new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, new InMemoryShardTables());
        List<SourceRecord> arrived = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            arrived.add(upsert(1, "crm", Integer.toString(i), List.of("email=a")));
        }
        arrived.forEach(engine::accept);
        engine.flush(folded);
        assertThat(folded.result().conflicts()).isEmpty();
        for (int i = 1; i <= 2; i++) {
            arrived.add(upsert(2, "crm", Integer.toString(i), List.of("email=a", "ssn=" + i)));
            engine.accept(arrived.get(arrived.size() - 1));
        }
        engine.flush(folded);
        assertThat(folded.result())
                .isEqualTo(new Oracle(Sample.ONTOLOGY, Timeline.INTEGER, arrived).result());
    }

    @Test
    void readsNoOtherClaimsWhileAllAreOfOneEntity() {
        CountingTables tables = new CountingTables(new InMemoryShardTables());
        ShardEngine engine =
                new ShardEngine(
                        Sample.ONTOLOGY,
                        Timeline.INTEGER,
                        tables,
                        new EmissionLimit(100, Duration.ZERO, new LargeEntityBudget(1 << 20)),
                        () -> 1);
        int after200 = costOfTheLast(engine, tables, 0, 200);
        int after900 = costOfTheLast(engine, tables, 200, 900);
        assertThat(after900).isEqualTo(after200);
    }

    private static int costOfTheLast(
            ShardEngine engine, CountingTables tables, int from, int records) {
        for (int i = from; i < records; i++) {
            tables.reset();
            engine.accept(upsert(1, "crm", Integer.toString(i), List.of("email=a", "city=Ulm")));
            engine.flush(update -> {});
        }
        return tables.reads() + tables.writes() + tables.walked();
    }

    private static ShardEngine engine(Random dice) {
        return new ShardEngine(
                Sample.ONTOLOGY,
                Timeline.INTEGER,
                new InMemoryShardTables(),
                dice.nextBoolean()
                        ? EmissionLimit.NONE
                        : new EmissionLimit(
                                5,
                                Duration.ofMillis(3),
                                new LargeEntityBudget(dice.nextInt(100_000))),
                new Clock()::next);
    }

    private static final class Clock {
        private long now = 1_000;

        long next() {
            return now++;
        }
    }

    private static SourceRecord record(Random dice, int version, int contradictions) {
        String perspective = dice.nextBoolean() ? "crm" : "hr";
        String uid = Integer.toString(dice.nextInt(RECORDS));
        if (dice.nextInt(6) == 0) {
            return SourceRecord.delete(Sample.identity(perspective, uid), OptionalLong.of(version));
        }
        List<String> values = new ArrayList<>();
        values.add(dice.nextInt(12) == 0 ? "email=b" : "email=a");
        if (dice.nextInt(8) < contradictions) {
            values.add("ssn=" + dice.nextInt(3));
        }
        if (dice.nextInt(4) == 0) {
            values.add("city=" + dice.nextInt(2));
        }
        return upsert(version, perspective, uid, values);
    }

    private static SourceRecord upsert(
            long version, String perspective, String uid, List<String> values) {
        return SourceRecord.upsert(
                Sample.identity(perspective, uid),
                OptionalLong.of(version),
                values.stream().map(UniqueValuesPropertyTest::descriptor).toList());
    }

    private static Descriptor descriptor(String text) {
        String[] value = text.split("=", -1);
        return new Descriptor(value[0], value[1], Interval.ALWAYS);
    }
}
