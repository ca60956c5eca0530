package io.kindred.storage;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.RecordStore.Current;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordStoreTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "ann");
    private static final Optional<ByteKey> ENTITY = Optional.of(new ByteKey(new byte[16]));

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final ShardMeta meta = new ShardMeta(tables);
    private final RecordStore records = new RecordStore(tables, meta);

    @Test
    void givesARecordAsItWasPut() {
        StoredRecord ann =
                new StoredRecord(
                        7,
                        ANN,
                        3,
                        Optional.empty(),
                        List.of(
                                new Descriptor("email", "ann@x.org", Interval.ALWAYS),
                                new Descriptor("email", "", new Interval(-5, 5)),
                                new Descriptor("name", "\ud83d\ude00", new Interval(0, 1))));
        records.put(ann);
        assertThat(records.get(7)).isEqualTo(ann);
        records.put(ann.inEntity(ENTITY.get()).inComponent(9));
        assertThat(records.get(7))
                .isEqualTo(new StoredRecord(7, ANN, 9, ENTITY, ann.descriptors()));
        records.put(ann.saying(List.of()));
        assertThat(records.get(7).descriptors()).isEmpty();
    }

    @Test
    void rejectsAnIdWithoutRecord() {
        records.put(new StoredRecord(7, ANN, 3, Optional.empty(), List.of()));
        records.remove(7);
        assertThatThrownBy(() -> records.get(7))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("records: no record has the id 7");
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
        assertThat(new RecordStore(tables, new ShardMeta(tables)).newId()).isEqualTo(1);
    }

    @Test
    void writesOneEntryForARecordOnceItsStringsAreKnown() {
        CountingTables counting = new CountingTables(tables);
        RecordStore counted = new RecordStore(counting, new ShardMeta(counting));
        counted.put(new StoredRecord(0, ANN, 3, Optional.empty(), List.of()));
        counting.reset();
        counted.put(new StoredRecord(1, ANN, 3, Optional.empty(), List.of()));
        counted.setCurrent(ANN, new Current(OptionalLong.empty(), OptionalLong.of(1)));
        assertThat(counting.writes()).isEqualTo(2);
        assertThat(counting.reads()).isZero();
        assertThat(tables.entryCounts())
                .containsEntry("interner-ids", 2)
                .containsEntry("interner-strings", 2);
    }
}
