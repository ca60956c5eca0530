package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.CountingTables;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.ShardTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordStoreTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "ann");
    private static final ByteKey ENTITY = new ByteKey(new byte[16]);
    private static final ByteKey OTHER = ByteKey.ofHex("0f".repeat(16));

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final ShardMeta meta = new ShardMeta(tables);
    private final RecordStore records =
            new RecordStore(tables, meta, new Interner(tables, meta), RecordStore.HELD);

    @Test
    void givesARecordAsItWasPut() {
        StoredRecord ann =
                StoredRecord.arrived(
                        7,
                        ANN,
                        List.of(
                                new Descriptor("email", "ann@x.org", Interval.ALWAYS),
                                new Descriptor("email", "", new Interval(-5, 5)),
                                new Descriptor("name", "\ud83d\ude00", new Interval(0, 1))));
        EmittedDigests emitted = EmittedDigests.of(Map.of(ENTITY, OTHER), Map.of(OTHER, ENTITY));
        for (StoredRecord each :
                List.of(
                        ann,
                        ann.inComponent(9),
                        ann.inComponent(9).inEntity(ENTITY),
                        ann.inEntity(ENTITY).withEmitted(emitted),
                        ann.withDescriptors(List.of()))) {
            records.put(each);
            assertThat(records.get(7)).as("held").isEqualTo(each);
            records.save();
            assertThat(records.get(7)).as("stored").isEqualTo(each);
        }
    }

    @Test
    void aRecordThatJoinsAComponentKeepsNoEmittedDigests() {
        StoredRecord alone =
                StoredRecord.arrived(7, ANN, List.of())
                        .inEntity(ENTITY)
                        .withEmitted(EmittedDigests.of(Map.of(ENTITY, OTHER), Map.of()));
        assertThat(StoredRecord.isAlone(alone.component())).isTrue();
        assertThat(StoredRecord.onlyMember(alone.component())).isEqualTo(7);
        assertThat(alone.inComponent(3).emitted()).isEqualTo(EmittedDigests.NONE);
        assertThat(alone.inComponent(3).entity()).contains(ENTITY);
        assertThat(alone.inComponent(3).alone().component()).isEqualTo(alone.component());
    }

    @Test
    void rejectsToKeepMoreThanOneEntityOfARecordThatIsAlone() {
        records.put(
                StoredRecord.arrived(7, ANN, List.of())
                        .inEntity(ENTITY)
                        .withEmitted(EmittedDigests.of(Map.of(OTHER, OTHER), Map.of())));
        assertThatThrownBy(records::save)
                .isInstanceOf(CorruptStateException.class)
                .hasMessage(
                        "records: record 7 is alone, but more than one entity was emitted of it");
    }

    @Test
    void rejectsAnIdWithoutRecord() {
        records.put(StoredRecord.arrived(7, ANN, List.of()));
        records.save();
        records.get(7);
        records.remove(7);
        assertThat(records.find(7)).isEmpty();
        assertThatThrownBy(() -> records.get(7))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("records: no record with id 7");
    }

    @Test
    void remembersWhatIsCurrent() {
        assertThat(records.current(ANN)).isEmpty();
        for (OptionalLong version :
                List.of(
                        OptionalLong.empty(),
                        OptionalLong.of(Long.MIN_VALUE),
                        OptionalLong.of(3))) {
            for (OptionalLong id : List.of(OptionalLong.empty(), OptionalLong.of(1L << 40))) {
                records.setCurrent(ANN, new Current(version, id));
                assertThat(records.current(ANN)).contains(new Current(version, id));
            }
        }
    }

    @Test
    void keepsIdentitiesApart() {
        List<RecordIdentity> identities =
                List.of(
                        ANN,
                        new RecordIdentity("person", "crm", "an"),
                        new RecordIdentity("person", "crmann", "a"),
                        new RecordIdentity("crm", "person", "ann"),
                        new RecordIdentity("person", "hr", "ann"));
        for (int i = 0; i < identities.size(); i++) {
            records.setCurrent(
                    identities.get(i), new Current(OptionalLong.of(i), OptionalLong.empty()));
        }
        for (int i = 0; i < identities.size(); i++) {
            assertThat(records.current(identities.get(i)).orElseThrow().version()).hasValue(i);
        }
    }

    @Test
    void neverGivesAnIdTwice() {
        assertThat(records.newId()).isZero();
        records.remove(0);
        meta.save();
        assertThat(over(tables).newId()).isEqualTo(1);
    }

    @Test
    void readsAndWritesARecordOnceABatch() {
        CountingTables counting = new CountingTables(tables);
        RecordStore counted = over(counting);
        counted.put(StoredRecord.arrived(0, ANN, List.of()));
        counted.save();
        counting.reset();
        for (long component = 1; component <= 3; component++) {
            counted.put(counted.get(0).inComponent(component));
        }
        counted.save();
        assertThat(counting.reads()).isEqualTo(1);
        assertThat(counting.writes()).isEqualTo(1);
        assertThat(counted.get(0).component()).isEqualTo(3);
    }

    @Test
    void holdsABoundedNumberOfRecords() {
        RecordStore few = new RecordStore(tables, meta, new Interner(tables, meta), 3);
        for (int id = 0; id < 8; id++) {
            few.put(StoredRecord.arrived(id, ANN, List.of()));
            int written = (id + 1) / 3 * 3;
            assertThat(tables.entryCounts().getOrDefault("records", 0)).isEqualTo(written);
        }
        for (int id = 0; id < 8; id++) {
            assertThat(few.get(id).id()).isEqualTo(id);
        }
        few.save();
        assertThat(tables.entryCounts()).containsEntry("records", 8);
    }

    @Test
    void holdsABoundedNumberOfWhatItRead() {
        CountingTables counting = new CountingTables(tables);
        for (int id = 0; id < 5; id++) {
            records.put(StoredRecord.arrived(id, ANN, List.of()));
        }
        records.save();
        RecordStore few = new RecordStore(counting, meta, new Interner(counting, meta), 3);
        for (int id = 0; id < 5; id++) {
            few.get(id);
        }
        counting.reset();
        for (int id = 0; id < 5; id++) {
            few.get(id);
        }
        assertThat(counting.reads()).isEqualTo(2);
    }

    @Test
    void writesOneEntryForARecordOnceItsStringsAreKnown() {
        CountingTables counting = new CountingTables(tables);
        RecordStore counted = over(counting);
        counted.put(StoredRecord.arrived(0, ANN, List.of()));
        counted.save();
        counting.reset();
        counted.put(StoredRecord.arrived(1, ANN, List.of()));
        counted.setCurrent(ANN, new Current(OptionalLong.empty(), OptionalLong.of(1)));
        counted.save();
        assertThat(counting.writes()).isEqualTo(2);
        assertThat(counting.reads()).isZero();
        assertThat(tables.entryCounts())
                .containsEntry("interner-ids", 2)
                .containsEntry("interner-strings", 2);
    }

    private static RecordStore over(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        return new RecordStore(tables, meta, new Interner(tables, meta), RecordStore.HELD);
    }
}
