package io.kindred.resolve.emit;

import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.CountingTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class LargeEntityCacheTest {

    private static final String TYPE = "person";

    private final EntityBuilder builder = new EntityBuilder(Sample.ONTOLOGY, Sample.RULES);

    @Test
    void staysWithinItsBound() {
        long ofOne = bytesOf(100);
        LargeEntityCache cache = cache(3 * ofOne + ofOne / 2);
        for (long component = 1; component <= 10; component++) {
            put(cache, component, 100);
            assertThat(cache.budget().bytes()).isEqualTo(Math.min(component, 3) * ofOne);
        }
    }

    @Test
    void enginesShareOneBudget() {
        long ofOne = bytesOf(100);
        LargeEntityBudget budget = new LargeEntityBudget(3 * ofOne + ofOne / 2);
        LargeEntityCache first = cache(budget);
        LargeEntityCache second = cache(budget);
        put(first, 1, 100);
        put(first, 2, 100);
        put(second, 1, 100);
        assertThat(budget.bytes()).isEqualTo(3 * ofOne);
        put(second, 2, 100);
        assertThat(budget.bytes()).isEqualTo(3 * ofOne);
        assertThat(first.grow(1, TYPE)).isEmpty();
        assertThat(second.grow(1, TYPE)).isPresent();
        first.drop(2);
        assertThat(budget.bytes()).isEqualTo(2 * ofOne);
        assertThat(second.grow(2, TYPE)).isPresent();
    }

    @Test
    void oneEngineMayUseTheWholeSharedBudget() {
        LargeEntityBudget budget = new LargeEntityBudget(bytesOf(100));
        List<LargeEntityCache> lanes = Stream.generate(() -> cache(budget)).limit(64).toList();
        put(lanes.get(17), 1, 100);
        assertThat(lanes.get(17).grow(1, TYPE)).isPresent();
    }

    @Test
    void evictsTheLeastRecentlyUsedEntity() {
        LargeEntityCache cache = cache(2 * bytesOf(100) + 1_000);
        put(cache, 1, 100);
        put(cache, 2, 100);
        cache.markChanged(1, 7);
        put(cache, 3, 100);
        assertThat(cache.grow(2, TYPE)).isEmpty();
        assertThat(cache.grow(3, TYPE)).isPresent();
    }

    @Test
    void doesNotCacheAnEntityLargerThanTheBudget() {
        LargeEntityCache cache = cache(bytesOf(100));
        put(cache, 1, 100);
        put(cache, 2, 101);
        assertThat(cache.budget().bytes()).isEqualTo(bytesOf(100));
        assertThat(cache.grow(1, TYPE)).isPresent();
    }

    @Test
    void changedRecordsCountTowardsTheBudget() {
        long ofOne = bytesOf(100);
        LargeEntityCache cache = cache(ofOne + 1_000);
        put(cache, 1, 100);
        cache.markChanged(1, 5);
        cache.markChanged(1, 5);
        long perChange = cache.budget().bytes() - ofOne;
        cache.markChanged(1, 6);
        assertThat(cache.budget().bytes()).isEqualTo(ofOne + 2 * perChange).isGreaterThan(ofOne);
        for (int id = 10; id < 1_000; id++) {
            cache.markChanged(1, id);
        }
        assertThat(cache.budget().bytes()).isZero();
    }

    @Test
    void bytesAreEqualForGrownAndNewEntities() {
        LargeEntityCache cache = cache(1 << 20);
        put(cache, 1, 100);
        assertThat(cache.grow(1, TYPE)).isPresent();
        assertThat(cache.budget().bytes()).isEqualTo(bytesOf(100));
        cache.drop(1);
        cache.drop(1);
        assertThat(cache.budget().bytes()).isZero();
    }

    @Test
    void growingACachedEntityReadsTheSameWhateverItsSize() {
        Shard shard = new Shard(1 << 20);
        int small = shard.growTo(100);
        int large = shard.growTo(400);
        assertThat(large).isEqualTo(small);
    }

    @Test
    void growingAnUncachedEntityReadsAllItsRecords() {
        Shard shard = new Shard(10_000);
        int small = shard.growTo(100);
        int large = shard.growTo(400);
        assertThat(large).isGreaterThan(small + 250);
    }

    @Test
    void readsAllRecordsOnceAfterARestart() {
        Shard shard = new Shard(1 << 20);
        int before = shard.growTo(200);
        shard.open();
        assertThat(shard.growTo(201)).isGreaterThan(before + 150);
        assertThat(shard.growTo(202)).isEqualTo(before);
    }

    @Test
    void aChangedRecordUpdatesTheCachedEntity() {
        Shard shard = new Shard(1 << 20);
        shard.growTo(20);
        SourceRecord changed = record(7, 2, "phone", "5");
        shard.engine.accept(changed);
        FoldedUpdates folded = new FoldedUpdates();
        shard.engine.flush(folded);
        shard.arrived.add(changed);
        assertThat(folded.result().entities())
                .isEqualTo(
                        new Oracle(Sample.ONTOLOGY, Timeline.INTEGER, shard.arrived)
                                .result()
                                .entities());
    }

    private static LargeEntityCache cache(long bytes) {
        return cache(new LargeEntityBudget(bytes));
    }

    private static LargeEntityCache cache(LargeEntityBudget budget) {
        return new LargeEntityCache(
                new ShardState(Sample.ONTOLOGY, new InMemoryShardTables(), true),
                new ChangeSet(),
                new EmissionLimit(10, Duration.ZERO, budget),
                Optional.empty());
    }

    /** What a component of so many records takes. */
    private long bytesOf(int records) {
        LargeEntityCache cache = cache(Long.MAX_VALUE);
        put(cache, 1, records);
        return cache.budget().bytes();
    }

    private void put(LargeEntityCache cache, long component, int size) {
        List<NormalizedRecord> records = new ArrayList<>();
        for (int i = 100; i < 100 + size; i++) {
            records.add(Sample.record("crm", Integer.toString(i), "email=a", "city=Ulm"));
        }
        cache.put(component, records, builder.draft(records));
    }

    private static SourceRecord record(int number, long version, String attribute, String value) {
        return SourceRecord.upsert(
                Sample.identity("crm", Integer.toString(number)),
                OptionalLong.of(version),
                List.of(
                        new Descriptor(attribute, value, Interval.ALWAYS),
                        new Descriptor("ssn", "1", Interval.ALWAYS),
                        new Descriptor("dob", "1", Interval.ALWAYS),
                        new Descriptor("name", "Ann", Interval.ALWAYS)));
    }

    private static final class Shard {
        private final CountingTables tables = new CountingTables(new InMemoryShardTables());
        private final EmissionLimit limit;
        private final List<SourceRecord> arrived = new ArrayList<>();
        private ShardEngine engine;
        private int size;

        Shard(long bytes) {
            limit = new EmissionLimit(10, Duration.ZERO, new LargeEntityBudget(bytes));
            open();
        }

        void open() {
            engine = new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables, limit, () -> 1);
        }

        /** What the last record read. */
        int growTo(int records) {
            while (size < records) {
                tables.reset();
                SourceRecord record = record(size++, 1, "city", "Ulm");
                arrived.add(record);
                engine.accept(record);
                engine.flush(update -> {});
            }
            return tables.reads() + tables.walked();
        }
    }
}
