package io.kindred.storage;

import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostingListsTest {

    private static final byte[] TERM = TestBytes.of(7, 7);

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final CountingTables counting = new CountingTables(tables);
    private final PostingLists lists = PostingLists.ofKeys(counting);

    @ParameterizedTest
    @ValueSource(ints = {1, PostingLists.IN_HEAD - 1, PostingLists.IN_HEAD, 17, 40, 100})
    void doesAsMapsDo(int greatest) {
        SplittableRandom random = new SplittableRandom(greatest);
        List<byte[]> terms = List.of(TERM, TestBytes.of(7), TestBytes.of());
        List<Map<Long, IntervalSet>> maps =
                List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (int step = 0; step < 3_000; step++) {
            int which = random.nextInt(3);
            byte[] term = terms.get(which);
            Map<Long, IntervalSet> map = maps.get(which);
            long id = random.nextInt(2 * greatest);
            Posting posting = new Posting(id, times(random));
            // In turns of growing and of shrinking, so that lists of all lengths come to be.
            boolean shrinking = step / 500 % 2 == 1;
            if (map.containsKey(id)) {
                if (random.nextInt(3) == 0) {
                    lists.replace(term, posting);
                    map.put(id, posting.times());
                } else if (shrinking || random.nextInt(4) == 0) {
                    map.remove(id);
                    assertThat(lists.remove(term, id)).isEqualTo(map.size());
                }
            } else if (map.size() < greatest && (!shrinking || random.nextInt(4) == 0)) {
                map.put(id, posting.times());
                assertThat(lists.add(term, posting)).isEqualTo(map.size());
            }
            assertThat(lists.count(term))
                    .as("seed %s, step %s", greatest, step)
                    .isEqualTo(map.size());
            assertThat(scanned(term)).as("seed %s, step %s", greatest, step).isEqualTo(map);
        }
        for (int which = 0; which < 3; which++) {
            for (long id : List.copyOf(maps.get(which).keySet())) {
                lists.remove(terms.get(which), id);
            }
        }
        assertThat(tables.entryCounts()).as("seed %s", greatest).isEmpty();
    }

    @Test
    void changesALongListAsQuicklyAsAShortOne() {
        int records = 100_000;
        for (int id = 0; id < records; id++) {
            lists.add(TERM, posting(id));
        }
        counting.reset();
        assertThat(lists.add(TERM, posting(records))).isEqualTo(records + 1);
        assertCost(2);
        assertThat(lists.remove(TERM, records)).isEqualTo(records);
        assertCost(2);
        assertThat(lists.remove(TERM, 3)).isEqualTo(records - 1);
        assertCost(1);
        assertThat(lists.add(TERM, posting(3))).isEqualTo(records);
        assertCost(1);
        lists.replace(TERM, posting(records / 2));
        assertCost(1);
        assertThat(lists.count(TERM)).isEqualTo(records);
        assertCost(0);
    }

    @Test
    void readsNothingButItsHeadWhileItIsShort() {
        for (int id = 0; id < PostingLists.IN_HEAD; id++) {
            lists.add(TERM, posting(id));
        }
        counting.reset();
        assertThat(scanned(TERM)).hasSize(PostingLists.IN_HEAD);
        assertCost(0);
    }

    @Test
    void drainsWhatItHeld() {
        Map<Long, IntervalSet> held = new HashMap<>();
        for (long id = 0; id < 40; id++) {
            lists.add(TERM, posting(id));
            held.put(id, posting(id).times());
        }
        lists.remove(TERM, 2);
        held.remove(2L);
        Map<Long, IntervalSet> drained = new HashMap<>();
        lists.drain(TERM).forEach(posting -> drained.put(posting.recordId(), posting.times()));
        assertThat(drained).isEqualTo(held);
        assertThat(lists.count(TERM)).isZero();
        assertThat(lists.drain(TERM)).isEmpty();
        assertThat(tables.entryCounts()).isEmpty();
    }

    @Test
    void keepsListsOfOtherKindsApart() {
        lists.add(TERM, posting(1));
        assertThat(PostingLists.ofComponents(tables).count(TERM)).isZero();
        assertThat(PostingLists.ofKeys(tables).count(TERM)).isEqualTo(1);
    }

    @Test
    void rejectsToChangeWhatIsNotThere() {
        lists.add(TERM, posting(1));
        assertThatThrownBy(() -> lists.remove(TERM, 2))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("key-postings: record 2 is not in the list it is to leave");
        assertThatThrownBy(() -> lists.replace(TERM, posting(2)))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("key-postings: record 2 is not in the list it is to change in");
        assertThat(scanned(TERM)).containsOnlyKeys(1L);
    }

    private void assertCost(int writes) {
        assertThat(counting.reads()).isEqualTo(1);
        assertThat(counting.writes()).isEqualTo(writes);
        assertThat(counting.scans()).isZero();
        counting.reset();
    }

    private Map<Long, IntervalSet> scanned(byte[] term) {
        Map<Long, IntervalSet> postings = new HashMap<>();
        lists.scan(term)
                .forEachRemaining(
                        posting ->
                                assertThat(postings.put(posting.recordId(), posting.times()))
                                        .isNull());
        return postings;
    }

    private static Posting posting(long id) {
        return new Posting(id, IntervalSet.of(new Interval(id, id + 10)));
    }

    private static IntervalSet times(SplittableRandom random) {
        List<Interval> intervals = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            long start = random.nextInt(100);
            intervals.add(new Interval(start, start + random.nextInt(1, 10)));
        }
        return IntervalSet.of(intervals);
    }
}
