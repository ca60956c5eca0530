package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.storage.CountingTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class RecordSetsTest {

    private static final long BUCKET = 1L << 31;

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final CountingTables counting = new CountingTables(tables);
    private final RecordSets sets = new RecordSets(counting);

    @Test
    void tellsEntityTypesAndPerspectivesApart() {
        sets.add(1, 3, 0, List.of());
        sets.add(2, 3, 1, List.of());
        sets.add(5_000, 4, 1, List.of());
        assertThat(all(sets.ofType(3))).containsExactly(1L, 2L);
        assertThat(all(sets.ofType(4))).containsExactly(5_000L);
        assertThat(all(sets.ofType(5))).isEmpty();
        assertThat(all(sets.ofPerspective(3, 0))).containsExactly(1L);
        assertThat(all(sets.ofPerspective(3, 1))).containsExactly(2L);
        assertThat(all(sets.ofPerspective(4, 1))).containsExactly(5_000L);
        assertThat(all(sets.ofPerspective(4, 0))).isEmpty();
    }

    @Test
    void findsARecordInEachBucketInWhichSomethingEnds() {
        sets.add(1, 0, 0, List.of(until(5), until(6), until(BUCKET), until(-1)));
        sets.add(2, 0, 0, List.of(until(BUCKET - 1)));
        sets.add(3, 0, 0, List.of(until(Interval.MAX)));
        assertThat(all(sets.endingIn(-1))).containsExactly(1L);
        assertThat(all(sets.endingIn(0))).containsExactly(1L, 2L);
        assertThat(all(sets.endingIn(1))).containsExactly(1L);
        assertThat(tables.entryCounts().get("expiry-buckets")).isEqualTo(3);
    }

    @Test
    void bucketsAreCountedFromTheEpochInBothDirections() {
        assertThat(
                        LongStream.of(
                                        0,
                                        BUCKET - 1,
                                        BUCKET,
                                        -1,
                                        -BUCKET,
                                        -BUCKET - 1,
                                        Interval.MIN + 1,
                                        Interval.MAX - 1)
                                .map(RecordSets::bucket))
                .containsExactly(0L, 0L, 1L, -1L, -1L, -2L, -(1L << 32), (1L << 32) - 1);
    }

    @Test
    void aChangedRecordIsWhereItSaysSomethingNow() {
        List<Descriptor> before = List.of(until(5), until(BUCKET));
        List<Descriptor> after = List.of(until(7), until(2 * BUCKET));
        sets.add(1, 0, 0, before);
        sets.save();
        counting.reset();
        sets.changeContent(1, before, after);
        sets.save();
        assertThat(counting.reads()).as("only what it left and came to").isEqualTo(2);
        assertThat(all(sets.endingIn(0))).containsExactly(1L);
        assertThat(all(sets.endingIn(1))).isEmpty();
        assertThat(all(sets.endingIn(2))).containsExactly(1L);
    }

    @Test
    void nothingIsLeftOfRemovedRecords() {
        List<Descriptor> says = List.of(until(5), until(BUCKET), until(Interval.MAX));
        for (int id = 0; id < 5_000; id++) {
            sets.add(id, 0, id % 3, says);
        }
        sets.save();
        assertThat(tables.entryCounts()).hasSize(3);
        for (int id = 0; id < 5_000; id++) {
            sets.remove(id, 0, id % 3, says);
        }
        sets.save();
        assertThat(tables.entryCounts()).isEmpty();
    }

    private static Descriptor until(long end) {
        return new Descriptor("email", "a@x", new Interval(Interval.MIN, end));
    }

    private static List<Long> all(PrimitiveIterator.OfLong ids) {
        List<Long> all = new ArrayList<>();
        while (ids.hasNext()) {
            all.add(ids.nextLong());
        }
        return all;
    }
}
