package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.CountingTables;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TestBytes;
import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdSetsTest {

    private static final byte[] TERM = TestBytes.of(7, 7);
    private static final byte[] OTHER = TestBytes.of(7);

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final CountingTables counting = new CountingTables(tables);
    private final IdSets sets = new IdSets(counting, TermName.TYPE_POSTINGS);

    @ParameterizedTest
    @ValueSource(ints = {10, 600, 5_000, 1_000_000})
    void doesAsSetsDo(int greatest) {
        SplittableRandom random = new SplittableRandom(greatest);
        Map<ByteKey, Set<Long>> model = new HashMap<>();
        model.put(new ByteKey(TERM), new HashSet<>());
        model.put(new ByteKey(OTHER), new HashSet<>());
        for (int batch = 0; batch < 40; batch++) {
            boolean isShrinking = batch / 10 % 2 == 1;
            for (int n = 0; n < 400; n++) {
                byte[] term = random.nextInt(4) == 0 ? OTHER : TERM;
                long id = random.nextInt(greatest);
                if (random.nextInt(4) == 0 == isShrinking) {
                    sets.add(term, id);
                    model.get(new ByteKey(term)).add(id);
                } else {
                    sets.remove(term, id);
                    model.get(new ByteKey(term)).remove(id);
                }
            }
            model.forEach(
                    (term, ids) ->
                            assertThat(ids(term.bytes())).as("seed %s", greatest).isEqualTo(ids));
        }
        model.forEach((term, ids) -> ids.forEach(id -> sets.remove(term.bytes(), id)));
        sets.save();
        assertThat(tables.entryCounts()).as("seed %s", greatest).isEmpty();
    }

    @Test
    void aBatchReadsAndWritesEachChunkOnceHoweverLargeTheSet() {
        for (int id = 0; id < 100_000; id++) {
            sets.add(TERM, id);
        }
        sets.save();
        counting.reset();
        for (int id = 100_000; id < 101_000; id++) {
            sets.add(TERM, id);
        }
        assertThat(counting.reads() + counting.writes()).isZero();
        sets.save();
        assertThat(counting.reads()).isEqualTo(1);
        assertThat(counting.writes()).isEqualTo(1);
        sets.save();
        assertThat(counting.reads()).as("nothing changed since").isEqualTo(1);
    }

    @Test
    void writesNothingWhereNothingChanges() {
        sets.add(TERM, 5);
        sets.save();
        counting.reset();
        sets.add(TERM, 5);
        sets.remove(TERM, 6);
        sets.save();
        assertThat(counting.writes()).isZero();
        assertThat(ids(TERM)).containsExactly(5L);
    }

    @Test
    void theLastOfAddingAndRemovingHolds() {
        sets.add(TERM, 1);
        sets.remove(TERM, 1);
        sets.remove(TERM, 2);
        sets.add(TERM, 2);
        assertThat(ids(TERM)).containsExactly(2L);
    }

    @Test
    void walksChunkByChunk() {
        for (int id = 0; id < 40_960; id++) {
            sets.add(TERM, id);
        }
        sets.save();
        counting.reset();
        Iterator<Long> ids = sets.scan(TERM);
        for (int n = 0; n < 4_096; n++) {
            ids.next();
        }
        assertThat(counting.walked()).isEqualTo(1);
        ids.next();
        assertThat(counting.walked()).isEqualTo(2);
    }

    @Test
    void theWalkOverNothingEnds() {
        assertThat(sets.scan(TERM).hasNext()).isFalse();
        assertThatThrownBy(() -> sets.scan(TERM).next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void rejectsChunksThatCannotBe() {
        rejects("0100 00", "type-postings: a chunk without ids");
        rejects("0100 02 05 00", "type-postings: a distance of 0 in a chunk");
        rejects("0100 01 8020", "type-postings: a distance of 4096 in a chunk");
        rejects("0100 02 ff1f 01", "type-postings: id 4096 in a chunk of 4096");
    }

    private void rejects(String hex, String message) {
        tables.terms(TermName.TYPE_POSTINGS)
                .put(TERM, TestBytes.of(0), ByteKey.ofHex(hex.replace(" ", "")).bytes());
        assertThatThrownBy(() -> sets.scan(TERM).next())
                .isInstanceOf(CorruptStateException.class)
                .hasMessage(message);
    }

    /** All ids of the term; one that comes twice, or before a lesser one of its chunk, fails. */
    private Set<Long> ids(byte[] term) {
        Set<Long> ids = new HashSet<>();
        long last = -1;
        for (Iterator<Long> scan = sets.scan(term); scan.hasNext(); ) {
            long id = scan.next();
            assertThat(ids.add(id)).isTrue();
            if (id >>> 12 == last >>> 12) {
                assertThat(id).isGreaterThan(last);
            }
            last = id;
        }
        return ids;
    }
}
