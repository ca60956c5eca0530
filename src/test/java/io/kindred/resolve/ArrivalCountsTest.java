package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.record.Effect;
import io.kindred.resolve.shards.Registry;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RandomCase;
import io.kindred.testkit.RandomHistories;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of each input is counted alike by the only shard and by the registry of several. */
class ArrivalCountsTest {

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final RecordIdentity ANN = Sample.identity("crm", "1");
    private static final RecordIdentity BOB = Sample.identity("crm", "2");

    @Test
    void aRecordThatOnlyArrivesLaterReplacesTheOneBefore() {
        Counted counted =
                count(
                        Sample.ONTOLOGY,
                        upsert(ANN, NONE, "a"),
                        upsert(ANN, NONE, "a"),
                        upsert(ANN, NONE, "b"),
                        upsert(BOB, OptionalLong.of(1), "a"),
                        upsert(BOB, OptionalLong.of(2), "b"),
                        upsert(BOB, NONE, "c"));

        assertThat(counted.replaced).containsExactly(ANN, BOB);
        assertThat(counted.counts)
                .containsEntry(Count.REPLACED, 2L)
                .containsEntry(Count.REPLAYED, 1L)
                .containsEntry(Count.ACCEPTED, 5L);
    }

    @Test
    void aRecordThatComesBackAfterItsDeleteReplacesNone() {
        Counted counted =
                count(
                        Sample.ONTOLOGY,
                        upsert(ANN, NONE, "a"),
                        SourceRecord.delete(ANN, NONE),
                        upsert(ANN, NONE, "b"));

        assertThat(counted.counts)
                .containsEntry(Count.REPLACED, 0L)
                .containsEntry(Count.DELETED, 1L)
                .containsEntry(Count.UNKNOWN_DELETES, 0L);
    }

    @Test
    void aDeleteOfARecordThatWasNeverThereIsRememberedAndCountedByItself() {
        Counted counted =
                count(
                        Sample.ONTOLOGY,
                        SourceRecord.delete(ANN, OptionalLong.of(5)),
                        upsert(ANN, OptionalLong.of(4), "late"),
                        SourceRecord.delete(BOB, NONE),
                        SourceRecord.delete(BOB, NONE),
                        SourceRecord.delete(Sample.identity("crm", "3"), NONE).carried());

        assertThat(counted.counts)
                .containsEntry(Count.UNKNOWN_DELETES, 2L)
                .containsEntry(Count.DELETED, 0L)
                .containsEntry(Count.OUTDATED, 1L)
                .containsEntry(Count.REPLAYED, 1L)
                .containsEntry(Count.ACCEPTED, 3L)
                .containsEntry(Count.RECORDS, 0L);
    }

    @Test
    void countsDoNotDependOnShards() {
        long replaced = 0;
        for (long seed : Seeds.halfFixed(20)) {
            RandomCase random =
                    RandomHistories.generate(
                            seed, RandomOptions.MIXED.withUnversioned().withSizes(10, 60));
            replaced +=
                    count(random.ontology(), random.steps().toArray(SourceRecord[]::new))
                            .counts
                            .get(Count.REPLACED);
        }
        assertThat(replaced).isPositive();
    }

    /** Counts by both, which must agree. */
    private static Counted count(Ontology ontology, SourceRecord... records) {
        Counted one = ofOneShard(ontology, records);
        assertThat(ofThreeShards(ontology, records)).isEqualTo(one);
        return one;
    }

    private record Counted(Map<Count, Long> counts, List<RecordIdentity> replaced) {}

    private static Counted ofOneShard(Ontology ontology, SourceRecord... records) {
        ShardEngine engine = new ShardEngine(ontology, Timeline.INTEGER, new InMemoryShardTables());
        List<RecordIdentity> replaced = new ArrayList<>();
        for (SourceRecord each : records) {
            engine.accept(each);
        }
        engine.flush(new Replaced(replaced));
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        for (Count count :
                List.of(
                        Count.RECORDS,
                        Count.ACCEPTED,
                        Count.DELETED,
                        Count.UNKNOWN_DELETES,
                        Count.REPLACED,
                        Count.REPLAYED,
                        Count.OUTDATED)) {
            counts.put(count, engine.count(count));
        }
        return new Counted(counts, replaced);
    }

    private static Counted ofThreeShards(Ontology ontology, SourceRecord... records) {
        Registry registry = new Registry(ontology, 3);
        Map<RecordIdentity, Registration> known = new HashMap<>();
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        for (Count count :
                List.of(
                        Count.RECORDS,
                        Count.ACCEPTED,
                        Count.DELETED,
                        Count.UNKNOWN_DELETES,
                        Count.REPLACED,
                        Count.REPLAYED,
                        Count.OUTDATED)) {
            counts.put(count, 0L);
        }
        List<RecordIdentity> replaced = new ArrayList<>();
        for (SourceRecord each : records) {
            Registry.Outcome outcome =
                    registry.accept(Optional.ofNullable(known.get(each.identity())), each, 0);
            known.put(each.identity(), outcome.after());
            counts.merge(Count.valueOf(outcome.decision().name()), 1L, Long::sum);
            counts.merge(Count.RECORDS, (long) outcome.more(), Long::sum);
            switch (outcome.effect()) {
                case DELETED -> counts.merge(Count.DELETED, 1L, Long::sum);
                case UNKNOWN_DELETE -> counts.merge(Count.UNKNOWN_DELETES, 1L, Long::sum);
                case REPLACED -> {
                    counts.merge(Count.REPLACED, 1L, Long::sum);
                    replaced.add(each.identity());
                }
                case OTHER -> assertThat(outcome.effect()).isEqualTo(Effect.OTHER);
            }
        }
        return new Counted(counts, replaced);
    }

    private static SourceRecord upsert(RecordIdentity identity, OptionalLong version, String name) {
        return SourceRecord.upsert(
                identity, version, List.of(new Descriptor("name", name, Interval.ALWAYS)));
    }

    private record Replaced(List<RecordIdentity> records) implements ShardOutput {

        @Override
        public void replaced(RecordIdentity record) {
            records.add(record);
        }

        @Override
        public void update(EncodedUpdate update) {}

        @Override
        public void escalate(SourceRecord change) {}

        @Override
        public void claim(
                ByteKey signature,
                String attribute,
                String value,
                RecordIdentity record,
                Optional<Claim.Made> made) {}
    }
}
