package io.kindred.storage;

import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class ComponentStoreTest {

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final ComponentStore components =
            new ComponentStore(new CountingTables(tables), new ShardMeta(tables));

    @Test
    void holdsTheRecordsAdded() {
        components.add(1, 10);
        components.add(1, 11);
        components.add(2, 12);
        components.remove(1, 10);
        assertThat(components.size(1)).isEqualTo(1);
        assertThat(components.memberIds(1)).containsExactly(11L);
        assertThat(components.memberIds(2)).containsExactly(12L);
        assertThat(components.size(3)).isZero();
        assertThat(components.memberIds(3)).isEmpty();
    }

    @Test
    void absorbsAllMembersAndTellsEach() {
        List<Long> small = LongStream.range(0, 40).boxed().toList();
        List<Long> great = LongStream.range(100, 150).boxed().toList();
        small.forEach(id -> components.add(1, id));
        great.forEach(id -> components.add(2, id));
        List<Long> moved = new ArrayList<>();
        components.absorb(1, 2, moved::add);
        assertThat(moved).containsExactlyInAnyOrderElementsOf(small);
        assertThat(components.size(1)).isZero();
        assertThat(components.memberIds(1)).isEmpty();
        assertThat(components.size(2)).isEqualTo(90);
        assertThat(components.memberIds(2)).containsAll(small).containsAll(great).hasSize(90);
    }

    @Test
    void absorbsWhatWasStated() {
        components.add(1, 10);
        components.add(2, 20);
        components.setStated(1, new StatedDigests(Map.of(key(1), key(2)), Map.of(key(3), key(4))));
        components.setStated(2, new StatedDigests(Map.of(key(5), key(6)), Map.of()));
        components.absorb(1, 2, unused -> {});
        assertThat(components.stated(1)).isEqualTo(StatedDigests.NONE);
        assertThat(components.stated(2))
                .isEqualTo(
                        new StatedDigests(
                                Map.of(key(1), key(2), key(5), key(6)), Map.of(key(3), key(4))));
    }

    @Test
    void keepsNothingWhereNothingWasStated() {
        components.setStated(1, new StatedDigests(Map.of(key(1), key(2)), Map.of()));
        assertThat(components.stated(1).isEmpty()).isFalse();
        components.setStated(1, StatedDigests.NONE);
        assertThat(components.stated(1).isEmpty()).isTrue();
        assertThat(tables.entryCounts()).isEmpty();
    }

    @Test
    void neverGivesAnIdTwice() {
        assertThat(components.newId()).isZero();
        assertThat(components.newId()).isEqualTo(1);
    }

    private static ByteKey key(int first) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) first;
        return new ByteKey(bytes);
    }
}
