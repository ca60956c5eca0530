package io.kindred.storage.shard;

import io.kindred.storage.TestBytes;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the runs that posting lists tell to those found entry by entry over all postings. */
class PostingRunsPropertyTest {

    private static final byte[] TERM = TestBytes.of(7, 7);
    private static final int STEPS = 1_500;

    private final PostingLists lists = PostingLists.ofKeys(new InMemoryShardTables());

    /** What a list holds, and what it does not know but by trying. */
    private final Map<Long, IntervalSet> model = new HashMap<>();

    static Iterable<Long> seeds() {
        return Seeds.take(Seeds.CASES / 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tellsOneRecordOfEachRunThatIsOverlapped(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int greatest = 1 + random.nextInt(60);
        int span = 5 + random.nextInt(200);
        int alwaysOneIn = 2 + random.nextInt(40);
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            long id = random.nextInt(2 * greatest);
            IntervalSet times = times(random, span, alwaysOneIn);
            boolean isGrowing = step / 300 % 2 == 0;
            if (model.containsKey(id)) {
                if (random.nextInt(3) == 0) {
                    lists.replace(TERM, new Posting(id, times));
                    model.put(id, times);
                } else if (!isGrowing || random.nextInt(5) == 0) {
                    lists.remove(TERM, id);
                    model.remove(id);
                }
            } else if (isGrowing || random.nextInt(5) == 0) {
                add(where, id, times, random.nextInt(4) != 0);
            }
            if (random.nextInt(3) == 0) {
                ask(where, random.nextInt(2 * greatest), times(random, span, alwaysOneIn));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 17, 50})
    void runsThatOnlyTouchStayApart(int records) {
        for (long id = 0; id < records; id++) {
            IntervalSet times = IntervalSet.of(new Interval(10 * id, 10 * id + 10));
            add("record " + id, id, times, true);
        }
        for (long id = 0; id < records; id++) {
            IntervalSet own = IntervalSet.of(new Interval(10 * id, 10 * id + 10));
            assertThat(lists.overlapping(TERM, own, PostingLists.NO_RECORD, count -> true))
                    .containsExactly(id);
            assertThat(lists.overlapping(TERM, own, id, count -> true)).isEmpty();
        }
    }

    private void add(String where, long id, IntervalSet times, boolean isWanted) {
        PostingLists.Added added =
                lists.add(
                        TERM,
                        new Posting(id, times),
                        count -> {
                            assertThat(count).as(where).isEqualTo(model.size() + 1);
                            return isWanted;
                        });
        if (isWanted) {
            check(where + ", add", added.overlapped(), times, PostingLists.NO_RECORD);
        } else {
            assertThat(added.overlapped()).as(where).isEmpty();
        }
        model.put(id, times);
        assertThat(added.count()).as(where).isEqualTo(model.size());
    }

    private void ask(String where, long except, IntervalSet times) {
        List<Long> overlapped =
                lists.overlapping(
                        TERM,
                        times,
                        except,
                        count -> {
                            assertThat(count).as(where).isEqualTo(model.size());
                            return true;
                        });
        check(where + ", ask", overlapped, times, except);
        assertThat(lists.overlapping(TERM, times, except, count -> false)).as(where).isEmpty();
    }

    /** Each run that is overlapped has exactly one of the records, in the order of their starts. */
    private void check(String where, List<Long> overlapped, IntervalSet times, long except) {
        List<Run> runs = new ArrayList<>();
        for (Run run : runs(except)) {
            if (times.overlaps(run.span)) {
                runs.add(run);
            }
        }
        assertThat(overlapped).as(where).hasSameSizeAs(runs);
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).members).as("%s, run %s", where, i).contains(overlapped.get(i));
        }
    }

    private record Run(Interval span, Set<Long> members) {}

    /** Joins runs two by two until none overlaps another. */
    private List<Run> runs(long except) {
        List<Run> runs = new ArrayList<>();
        model.forEach(
                (id, times) -> {
                    if (id != except) {
                        times.forEach(each -> runs.add(new Run(each, Set.of(id))));
                    }
                });
        boolean isJoined = true;
        while (isJoined) {
            isJoined = false;
            for (int i = 0; i < runs.size(); i++) {
                for (int j = runs.size() - 1; j > i; j--) {
                    if (runs.get(i).span.overlaps(runs.get(j).span)) {
                        Run other = runs.remove(j);
                        Set<Long> members = new HashSet<>(runs.get(i).members);
                        members.addAll(other.members);
                        runs.set(i, new Run(runs.get(i).span.span(other.span), members));
                        isJoined = true;
                    }
                }
            }
        }
        runs.sort((a, b) -> a.span.compareTo(b.span));
        return runs;
    }

    private static IntervalSet times(SplittableRandom random, int span, int alwaysOneIn) {
        if (random.nextInt(alwaysOneIn) == 0) {
            return IntervalSet.ALWAYS;
        }
        List<Interval> intervals = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            long start = random.nextInt(span);
            intervals.add(new Interval(start, start + random.nextInt(1, 6)));
        }
        if (random.nextInt(20) == 0) {
            intervals.add(new Interval(random.nextInt(span), Interval.MAX));
        }
        return IntervalSet.of(intervals);
    }
}
