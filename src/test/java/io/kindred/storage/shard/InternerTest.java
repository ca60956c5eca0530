package io.kindred.storage.shard;

import io.kindred.storage.CorruptStateException;
import io.kindred.storage.CountingTables;
import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InternerTest {

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final CountingTables counting = new CountingTables(tables);
    private final ShardMeta meta = new ShardMeta(counting);
    private final Interner interner = new Interner(counting, meta);

    @Test
    void givesEachStringOneIdAndBack() {
        long email = interner.id("email");
        long phone = interner.id("phone");
        assertThat(phone).isNotEqualTo(email);
        assertThat(interner.id("email")).isEqualTo(email);
        assertThat(interner.string(email)).isEqualTo("email");
        assertThat(interner.string(phone)).isEqualTo("phone");
    }

    @Test
    void writesAStringOnceAndReadsItNoMore() {
        interner.id("email");
        assertThat(counting.writes()).isEqualTo(2);
        counting.reset();
        for (int i = 0; i < 100; i++) {
            interner.string(interner.id("email"));
        }
        assertThat(counting.writes()).isZero();
        assertThat(counting.reads()).isZero();
    }

    @Test
    void knowsItsStringsInALaterLife() {
        long email = interner.id("email");
        long empty = interner.id("");
        long face = interner.id("\ud83d\ude00");
        meta.save();
        Interner later = new Interner(tables, new ShardMeta(tables));
        assertThat(later.string(face)).isEqualTo("\ud83d\ude00");
        assertThat(later.string(empty)).isEmpty();
        assertThat(later.id("email")).isEqualTo(email);
        assertThat(later.id("phone")).isNotIn(email, empty, face);
    }

    @Test
    void keepsManyMoreStringsThanAreAtHand() {
        int strings = 20_000;
        Map<Long, String> given = new HashMap<>();
        for (int i = 0; i < strings; i++) {
            given.put(interner.id("s" + i), "s" + i);
        }
        assertThat(given).hasSize(strings);
        counting.reset();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 30_000; i++) {
            String text = "s" + random.nextInt(strings);
            long id = interner.id(text);
            assertThat(given.get(id)).as("seed 5, step %s", i).isEqualTo(text);
            long other = random.nextInt(strings);
            assertThat(interner.string(other)).as("seed 5, step %s", i).isEqualTo(given.get(other));
        }
        assertThat(counting.writes()).isZero();
        assertThat(tables.entryCounts())
                .containsEntry("interner-ids", strings)
                .containsEntry("interner-strings", strings);
    }

    @Test
    void rejectsAnIdItNeverGave() {
        assertThatThrownBy(() -> interner.string(7))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("interner-strings: no string with id 7");
    }
}
