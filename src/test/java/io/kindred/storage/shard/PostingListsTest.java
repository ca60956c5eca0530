package io.kindred.storage.shard;

import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.CountingTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TestBytes;
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

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void findsTheRunsOfALongListAsQuicklyAsThoseOfAShortOne(int records) {
        for (int id = 0; id < records; id++) {
            lists.add(TERM, posting(id));
        }
        counting.reset();
        assertThat(lists.add(TERM, posting(records), count -> true))
                .isEqualTo(new PostingLists.Added(records + 1, List.of(0L)));
        assertCost(2);
        IntervalSet between = posting(records / 2).times();
        assertThat(lists.overlapping(TERM, between, records + 1, count -> true))
                .containsExactly(0L);
        assertThat(counting.reads()).as("the head, and whether the record is there").isEqualTo(2);
        assertThat(counting.writes()).isZero();
        assertThat(counting.walked()).isZero();
    }

    @Test
    void aLongListIsWalkedOnceAfterWhatMayHaveSplitItsRuns() {
        for (int id = 0; id < 100; id++) {
            lists.add(TERM, posting(id));
        }
        lists.remove(TERM, 50);
        counting.reset();
        assertThat(overlapped(posting(50).times())).containsExactly(0L);
        assertThat(counting.scans()).isEqualTo(1);
        assertThat(counting.writes()).as("the head knows the runs now").isEqualTo(1);
        assertThat(overlapped(posting(50).times())).containsExactly(0L);
        assertThat(lists.add(TERM, posting(50), count -> true).overlapped()).containsExactly(0L);
        assertThat(counting.scans()).isEqualTo(1);
    }

    @Test
    void anAdditionThatHadToWalkLeavesTheRunsKnown() {
        for (int id = 0; id < 100; id++) {
            lists.add(TERM, posting(id));
        }
        lists.remove(TERM, 50);
        counting.reset();
        lists.add(TERM, posting(50), count -> false);
        assertThat(counting.scans()).isZero();
        lists.add(TERM, posting(100), count -> true);
        assertThat(counting.scans()).isEqualTo(1);
        lists.add(TERM, posting(101), count -> true);
        assertThat(counting.scans()).isEqualTo(1);
    }

    @Test
    void runsThatTheHeadSpansByItselfSurviveRemovals() {
        for (int id = 0; id < 100; id++) {
            lists.add(TERM, new Posting(id, IntervalSet.ALWAYS));
        }
        counting.reset();
        lists.remove(TERM, 0);
        lists.remove(TERM, 50);
        lists.replace(TERM, new Posting(51, posting(51).times()));
        assertThat(overlapped(posting(3).times())).containsExactly(1L);
        assertThat(lists.overlapping(TERM, posting(3).times(), 1, count -> true))
                .containsExactly(2L);
        assertThat(counting.scans()).isZero();
    }

    @Test
    void aListOfManyRunsIsWalkedWheneverItIsAsked() {
        for (int id = 0; id < 10_000; id++) {
            lists.add(TERM, new Posting(id, IntervalSet.of(new Interval(2L * id, 2L * id + 1))));
        }
        for (int time = 0; time < 2; time++) {
            counting.reset();
            assertThat(overlapped(IntervalSet.of(new Interval(6, 9)))).containsExactly(3L, 4L);
            assertThat(counting.scans()).isEqualTo(1);
            assertThat(counting.writes()).isZero();
        }
        assertThat(lists.add(TERM, new Posting(10_000, IntervalSet.ALWAYS), count -> true).count())
                .isEqualTo(10_001);
        assertThat(overlapped(IntervalSet.of(new Interval(6, 9)))).containsExactly(10_000L);
        counting.reset();
        assertThat(overlapped(IntervalSet.of(new Interval(6, 9)))).containsExactly(10_000L);
        assertThat(counting.scans()).as("one run is left").isZero();
    }

    @Test
    void listsOfOtherKindsFindRunsWithoutKeepingThem() {
        PostingLists claims = PostingLists.ofClaims(counting);
        for (int id = 0; id < 100; id++) {
            claims.add(TERM, posting(id));
        }
        counting.reset();
        for (int time = 0; time < 2; time++) {
            assertThat(claims.overlapping(TERM, posting(50).times(), 50, count -> true))
                    .containsExactly(0L);
        }
        assertThat(counting.scans()).isEqualTo(2);
        assertThat(counting.writes()).isZero();
        assertThat(claims.add(TERM, posting(100), count -> true))
                .isEqualTo(new PostingLists.Added(101, List.of(0L)));
    }

    @Test
    void theHeadOfALongListHoldsItsRunsAndWhetherTheyAreKnown() {
        for (int id = 0; id < 17; id++) {
            lists.add(TERM, run(id % 2, id));
        }
        String spans = "02" + "00" + "0001" + "00" + "00" + "0401" + "01";
        assertThat(head()).startsWith("02" + "01" + "10" + "01" + spans + "00" + "01" + "000001");
        lists.replace(TERM, run(5, 16));
        assertThat(head()).startsWith("02" + "01" + "10" + "01" + "03" + "00");
        for (int id = 0; id < 16; id += 2) {
            lists.replace(TERM, run(7, id));
        }
        assertThat(head()).startsWith("02" + "01" + "10" + "00" + "00" + "01");
    }

    @Test
    void rejectsRunsThatOverlap() {
        tables.bytes(ShardTables.Name.KEY_POSTINGS)
                .put(TERM, ByteKey.ofHex("0201000102" + "00000501" + "00080501").bytes());
        assertThatThrownBy(() -> lists.count(TERM))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("key-postings: a run [4, 9) after one [0, 5)");
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
    void putsARecordOnceWhereverItsPostingIs() {
        int many = PostingLists.IN_HEAD + 4;
        for (int time = 0; time < 2; time++) {
            for (long id = 0; id < many; id++) {
                lists.put(TERM, new Posting(id, IntervalSet.of(new Interval(id, id + 1))));
            }
        }
        lists.put(TERM, new Posting(1, IntervalSet.of(new Interval(100, 200))));
        lists.put(TERM, new Posting(many - 1, IntervalSet.of(new Interval(150, 300))));
        assertThat(lists.count(TERM)).isEqualTo(many);
        assertThat(scanned(TERM))
                .hasSize(many)
                .containsEntry(1L, IntervalSet.of(new Interval(100, 200)))
                .containsEntry(2L, IntervalSet.of(new Interval(2, 3)))
                .containsEntry(many - 1L, IntervalSet.of(new Interval(150, 300)));
        assertThat(overlapped(IntervalSet.of(new Interval(199, 200)))).hasSize(1);
        assertThat(overlapped(IntervalSet.of(new Interval(1, 2)))).isEmpty();
    }

    @Test
    void keepsListsOfOtherKindsApart() {
        lists.add(TERM, posting(1));
        assertThat(PostingLists.ofClaims(tables).count(TERM)).isZero();
        assertThat(PostingLists.ofKeys(tables).count(TERM)).isEqualTo(1);
    }

    @Test
    void rejectsToChangeWhatIsNotThere() {
        lists.add(TERM, posting(1));
        assertThatThrownBy(() -> lists.remove(TERM, 2))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("key-postings: record 2 is not in the list to remove it from");
        assertThatThrownBy(() -> lists.replace(TERM, posting(2)))
                .isInstanceOf(CorruptStateException.class)
                .hasMessage("key-postings: record 2 is not in the list to change it in");
        assertThat(scanned(TERM)).containsOnlyKeys(1L);
    }

    private List<Long> overlapped(IntervalSet times) {
        return lists.overlapping(TERM, times, PostingLists.NO_RECORD, count -> true);
    }

    private String head() {
        byte[] head = tables.bytes(ShardTables.Name.KEY_POSTINGS).get(TERM);
        return new ByteKey(head).toString();
    }

    /** A posting in one of several runs that are apart. */
    private static Posting run(int which, long id) {
        return new Posting(id, IntervalSet.of(new Interval(2L * which, 2L * which + 1)));
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
