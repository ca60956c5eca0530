package io.kindred.storage.shard;

import io.kindred.storage.CountingTables;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValuePostingsTest {

    private static final byte[] TERM = {1, 2, 3};
    private static final byte[] OTHER = {1, 2, 4};
    private static final IntervalSet EARLY = IntervalSet.of(new Interval(0, 5));
    private static final IntervalSet LATE = IntervalSet.of(new Interval(7, 9));

    private final CountingTables counting = new CountingTables(new InMemoryShardTables());
    private final ValuePostings postings = new ValuePostings(counting);

    @Test
    void keepsEachRecordOnceATermWithItsLatestTimes() {
        postings.put(TERM, new Posting(1, EARLY));
        postings.put(TERM, new Posting(2, EARLY));
        postings.put(TERM, new Posting(1, LATE));
        postings.put(OTHER, new Posting(3, LATE));
        assertThat(postings.scan(TERM))
                .toIterable()
                .containsExactlyInAnyOrder(new Posting(1, LATE), new Posting(2, EARLY));
    }

    @Test
    void addsAndRemovesWithOneWriteAndNoReadHoweverLongTheList() {
        for (int id = 0; id < 10_000; id++) {
            postings.put(TERM, new Posting(id, EARLY));
        }
        counting.reset();
        postings.put(TERM, new Posting(10_000, EARLY));
        postings.remove(TERM, 5_000);
        assertThat(counting.writes()).isEqualTo(2);
        assertThat(counting.reads()).isZero();
        assertThat(counting.scans()).isZero();
    }

    @Test
    void removesOneRecordFromOneTerm() {
        postings.put(TERM, new Posting(1, EARLY));
        postings.put(OTHER, new Posting(1, EARLY));
        postings.remove(TERM, 1);
        assertThat(postings.scan(TERM)).toIterable().isEmpty();
        assertThat(postings.scan(OTHER)).toIterable().containsExactly(new Posting(1, EARLY));
    }
}
