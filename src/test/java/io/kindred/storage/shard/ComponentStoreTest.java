package io.kindred.storage.shard;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.CountingTables;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.ShardTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.ComponentStore.Waiting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ComponentStoreTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "ann");
    private static final List<Integer> SIZES = List.of(1, 2, 16, 17, 40);

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final CountingTables counting = new CountingTables(tables);
    private final ShardMeta meta = new ShardMeta(tables);
    private final Interner interner = new Interner(tables, meta);
    private final RecordStore records = new RecordStore(tables, meta, interner, RecordStore.HELD);
    private final ComponentStore components = new ComponentStore(counting, meta, interner, records);

    @BeforeEach
    void internTheEntityType() {
        interner.id("person");
    }

    @Test
    void holdsTheRecordsAdded() {
        for (int size : SIZES) {
            long component = components.create("person");
            List<Long> ids = LongStream.range(0, size).boxed().toList();
            ids.forEach(id -> components.add(component, id));
            components.save();
            assertThat(components.size(component)).isEqualTo(size);
            assertThat(components.memberIds(component)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(components.entityType(component)).isEqualTo("person");
        }
    }

    @Test
    void losesTheRecordsRemoved() {
        long component = components.create("person");
        LongStream.range(0, 20).forEach(id -> components.add(component, id));
        components.save();
        for (long id : List.of(3L, 18L, 0L)) {
            components.remove(component, id);
            components.save();
            assertThat(components.memberIds(component)).doesNotContain(id);
        }
        assertThat(components.size(component)).isEqualTo(17);
    }

    @Test
    void keepsNothingOfAComponentThatHasNothing() {
        Map<String, Integer> before = tables.entryCounts();
        long component = components.create("person");
        LongStream.range(0, 40).forEach(id -> components.add(component, id));
        components.setEmitted(component, emitted(40));
        components.delayUntil(component, 5);
        components.save();
        components.dissolve(component);
        components.save();
        assertThat(tables.entryCounts()).isEqualTo(before);
    }

    @Test
    void givesAllRecordsOfWhatItDissolves() {
        for (int size : SIZES) {
            long component = components.create("person");
            LongStream.range(0, size).forEach(id -> components.add(component, id));
            components.setEmitted(component, emitted(size));
            components.save();
            assertThat(components.dissolve(component))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, size).boxed().toList());
            assertThat(components.size(component)).isZero();
            assertThat(components.emitted(component)).isEqualTo(EmittedDigests.NONE);
        }
    }

    @Test
    void keepsAnyNumberOfEmittedDigests() {
        long component = components.create("person");
        components.add(component, 1);
        for (int size : List.of(0, 1, 16, 17, 100, 3, 40, 30, 0)) {
            components.setEmitted(component, emitted(size));
            components.save();
            assertThat(components.emitted(component)).isEqualTo(emitted(size));
        }
        assertThat(tables.entryCounts()).doesNotContainKey("components-stated");
    }

    @Test
    void writesOnlyTheDigestsThatChangedOfMany() {
        long component = components.create("person");
        components.add(component, 1);
        components.setEmitted(component, emitted(100));
        components.save();
        Map<ByteKey, ByteKey> changed = new HashMap<>(emitted(100).entities());
        changed.put(key(3), key(77));
        counting.reset();
        components.setEmitted(component, EmittedDigests.of(changed, emitted(100).conflicts()));
        components.save();
        assertThat(counting.writes()).as("the digest and the component").isEqualTo(2);
    }

    @Test
    void aRecordThatIsAloneIsAComponent() {
        records.put(StoredRecord.arrived(7, ANN, List.of()).inEntity(key(1)));
        long alone = StoredRecord.aloneIn(7);
        components.setEmitted(alone, emitted(1));
        assertThat(components.size(alone)).isEqualTo(1);
        assertThat(components.memberIds(alone)).containsExactly(7L);
        assertThat(components.entityType(alone)).isEqualTo("person");
        assertThat(components.emitted(alone)).isEqualTo(emitted(1));
        assertThat(components.dissolve(alone)).containsExactly(7L);
        records.remove(7);
        assertThat(components.size(alone)).isZero();
        assertThat(components.memberIds(alone)).isEmpty();
        assertThat(components.emitted(alone)).isEqualTo(EmittedDigests.NONE);
        components.setEmitted(alone, EmittedDigests.NONE);
        components.save();
        assertThat(tables.entryCounts()).doesNotContainKeys("components", "records");
    }

    @Test
    void remembersWhichWaitAndUntilWhen() {
        long one = components.create("person");
        long two = components.create("person");
        components.add(one, 1);
        components.add(two, 2);
        components.delayUntil(one, 500);
        components.delayUntil(two, -3);
        components.delayUntil(one, 900);
        components.setEmittedAt(two, 44);
        components.save();
        assertThat(components.waiting())
                .toIterable()
                .containsExactlyInAnyOrder(new Waiting(one, 500), new Waiting(two, -3));
        components.delayUntil(one, 900);
        assertThat(components.waiting()).toIterable().contains(new Waiting(one, 500));
        assertThat(components.emittedAt(two)).isEqualTo(44);
        components.endWait(one);
        components.endWait(one);
        components.save();
        assertThat(components.waiting()).toIterable().containsExactly(new Waiting(two, -3));
        components.delayUntil(one, 900);
        assertThat(components.waiting()).toIterable().contains(new Waiting(one, 900));
    }

    @Test
    void readsAndWritesAComponentOnceABatch() {
        long component = components.create("person");
        components.add(component, 1);
        components.save();
        counting.reset();
        components.add(component, 2);
        components.setEmitted(component, emitted(3));
        components.remove(component, 1);
        components.save();
        assertThat(counting.reads()).isEqualTo(1);
        assertThat(counting.writes()).isEqualTo(1);
        components.size(component);
        components.save();
        assertThat(counting.writes()).as("nothing changed").isEqualTo(1);
    }

    @Test
    void aComponentThatLostAllItHadCanStillBeAskedForWhenRoomWasMade() {
        ComponentStore small = new ComponentStore(counting, meta, interner, records, 1);
        Map<String, Integer> before = tables.entryCounts();
        long emptied = small.create("person");
        small.add(emptied, 1);
        small.remove(emptied, 1);
        long other = small.create("person");
        small.add(other, 2);
        assertThat(small.size(emptied)).isZero();
        assertThat(small.emitted(emptied)).isEqualTo(EmittedDigests.NONE);
        assertThat(small.dissolve(other)).containsExactly(2L);
        small.emitted(emptied);
        small.save();
        assertThat(tables.entryCounts()).isEqualTo(before);
    }

    @Test
    void rejectsAComponentThatIsNotThere() {
        assertThatThrownBy(() -> components.size(5))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("components: no component with id 5");
    }

    @Test
    void rejectsToRemoveARecordThatIsNotThere() {
        long component = components.create("person");
        components.add(component, 1);
        assertThatThrownBy(() -> components.remove(component, 2))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("components: record 2 is not in the component to remove it from");
    }

    @Test
    void neverGivesAnIdTwice() {
        assertThat(components.create("person")).isZero();
        assertThat(components.create("person")).isEqualTo(1);
    }

    @Test
    void readsWhatVersion1WroteAndWritesItAnew() {
        records.put(StoredRecord.arrived(1, ANN, List.of()));
        EmittedDigests emitted = emitted(2);
        byte[] key = {0x05};
        tables.bytes(ShardTables.Name.COMPONENTS).put(key, emitted.toBytes());
        tables.bytes(ShardTables.Name.COMPONENT_MEMBERS)
                .put(key, ByteKey.ofHex("0101020100ac0200").bytes());
        tables.terms(ShardTables.TermName.COMPONENT_MEMBERS_TAIL)
                .put(key, new byte[] {0x09}, new byte[] {0});
        assertThat(components.memberIds(5)).containsExactly(1L, 300L, 9L);
        assertThat(components.emitted(5)).isEqualTo(emitted);
        assertThat(components.entityType(5)).isEqualTo("person");
        components.save();
        assertThat(tables.entryCounts()).containsEntry("component-members", 1);
        components.add(5, 11);
        components.save();
        assertThat(tables.entryCounts()).doesNotContainKey("component-members");
        assertThat(components.memberIds(5)).containsExactly(1L, 300L, 11L, 9L);
        assertThat(components.emitted(5)).isEqualTo(emitted);
    }

    @Test
    void rejectsAComponentOfVersion1WithoutRecords() {
        tables.bytes(ShardTables.Name.COMPONENTS).put(new byte[] {5}, emitted(1).toBytes());
        assertThatThrownBy(() -> components.size(5))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("component-members: component 5 was emitted without records");
        tables.bytes(ShardTables.Name.COMPONENT_MEMBERS)
                .put(new byte[] {5}, ByteKey.ofHex("010300").bytes());
        assertThatThrownBy(() -> components.size(5))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("component-members: the members of component 5 are missing");
    }

    @Test
    void readsAComponentOfVersion1WhoseFirstMembersHaveLeft() {
        records.put(StoredRecord.arrived(9, ANN, List.of()));
        byte[] key = {0x05};
        tables.bytes(ShardTables.Name.COMPONENTS).put(key, emitted(1).toBytes());
        tables.bytes(ShardTables.Name.COMPONENT_MEMBERS).put(key, new byte[] {1, 1, 0});
        tables.terms(ShardTables.TermName.COMPONENT_MEMBERS_TAIL)
                .put(key, new byte[] {0x09}, new byte[] {0});
        assertThat(components.memberIds(5)).containsExactly(9L);
        assertThat(components.entityType(5)).isEqualTo("person");
        components.remove(5, 9);
        components.setEmitted(5, EmittedDigests.NONE);
        components.save();
        assertThat(tables.entryCounts().keySet())
                .doesNotContain("components", "component-members", "component-members-tail");
    }

    /** Digests of so many output keys: entities, of every third also a conflict. */
    private static EmittedDigests emitted(int size) {
        Map<ByteKey, ByteKey> entities = new HashMap<>();
        Map<ByteKey, ByteKey> conflicts = new HashMap<>();
        IntStream.rangeClosed(1, size)
                .forEach(i -> (i % 3 == 0 ? conflicts : entities).put(key(i), key(i + 1)));
        return EmittedDigests.of(entities, conflicts);
    }

    private static ByteKey key(int first) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) first;
        return new ByteKey(bytes);
    }
}
