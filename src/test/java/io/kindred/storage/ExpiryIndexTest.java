package io.kindred.storage;

import io.kindred.storage.ExpiryIndex.Due;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.batch.BatchedShardTables;
import io.kindred.storage.memory.InMemoryShardTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ExpiryIndexTest {

    private static final long BUCKET = 1L << 22;
    private static final long SPAN = BUCKET << 10;

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final ExpiryIndex index = new ExpiryIndex(tables.terms(TermName.EXPIRY_BUCKETS));

    private record Entry(long at, int member) {}

    @Test
    void aMemberIsDueFromItsTimeOn() {
        for (long at :
                List.of(
                        Long.MIN_VALUE + 1,
                        -SPAN - 1,
                        -1L,
                        0L,
                        BUCKET - 1,
                        BUCKET,
                        SPAN,
                        Long.MAX_VALUE - 1)) {
            index.add(at, 0, member(1));
            assertThat(due(index, at - 1, 10)).isEmpty();
            assertThat(due(index, at, 10)).containsExactly(new Entry(at, 1));
            assertThat(due(index, Long.MAX_VALUE, 10)).containsExactly(new Entry(at, 1));
            index.remove(at, 0, member(1));
            assertThat(due(index, Long.MAX_VALUE, 10)).isEmpty();
            assertThat(tables.entryCounts()).as("all of it is removed").isEmpty();
        }
    }

    @Test
    void oneAddedTwiceIsThereOnce() {
        index.add(5, 0, member(1));
        index.add(5, 0, member(1));
        assertThat(due(index, 5, 10)).containsExactly(new Entry(5, 1));
        index.remove(5, 0, member(1));
        assertThat(due(index, 5, 10)).isEmpty();
    }

    @Test
    void givesNoMoreThanItIsAskedFor() {
        for (int member = 0; member < 10; member++) {
            index.add(member % 3 * BUCKET, member % 2, member(member));
        }
        assertThat(index.due(5 * BUCKET, 4)).hasSize(4);
        assertThat(index.due(5 * BUCKET, 10)).hasSize(10);
        assertThat(index.due(5 * BUCKET, 11)).hasSize(10);
    }

    @Test
    void addingReadsNothingAndWritesOneEntryOnceThePartIsThere() {
        CountingTables counting = new CountingTables(tables);
        ExpiryIndex counted = new ExpiryIndex(counting.terms(TermName.EXPIRY_BUCKETS));
        counted.add(5, 0, member(1));
        counting.reset();
        counted.add(6, 0, member(2));
        assertThat(counting.writes()).isEqualTo(1);
        assertThat(counting.reads() + counting.scans()).isZero();
    }

    @Test
    void aPartThatWasEmptiedIsFoundWhenItIsUsedAgain() {
        index.add(5, 0, member(1));
        index.remove(5, 0, member(1));
        assertThat(due(index, 10, 10)).isEmpty();
        index.add(6, 0, member(2));
        assertThat(due(index, 10, 10)).containsExactly(new Entry(6, 2));
    }

    /** Against a set, with and without batches in front of the tables. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void equalsASetOfTimesAndMembers(boolean isBatched) {
        for (int seed = 0; seed < 40; seed++) {
            InMemoryShardTables stored = new InMemoryShardTables();
            Random dice = new Random(seed);
            BatchedShardTables batch = new BatchedShardTables(stored);
            ExpiryIndex tested = open(isBatched ? batch : stored);
            Set<Entry> expected = new HashSet<>();
            long now = -3 * SPAN;
            for (int step = 0; step < 300; step++) {
                Entry entry =
                        new Entry(
                                now + (dice.nextLong() >>> dice.nextInt(30) + 26), dice.nextInt(8));
                if (dice.nextInt(3) > 0) {
                    tested.add(entry.at(), entry.member() % 3, member(entry.member()));
                    expected.add(entry);
                } else if (!expected.isEmpty()) {
                    Entry any = expected.iterator().next();
                    tested.remove(any.at(), any.member() % 3, member(any.member()));
                    expected.remove(any);
                }
                if (dice.nextInt(8) == 0) {
                    now += dice.nextLong() >>> dice.nextInt(30) + 30;
                    take(tested, now, 1 + dice.nextInt(4), expected, "seed " + seed);
                }
                if (dice.nextInt(20) == 0) {
                    batch.save();
                    batch = new BatchedShardTables(stored);
                    tested = open(isBatched ? batch : stored);
                }
            }
            take(tested, Long.MAX_VALUE, 1_000, expected, "seed " + seed);
            assertThat(expected).as("seed %d", seed).isEmpty();
            assertThat(tested.due(Long.MAX_VALUE, 1)).isEmpty();
            batch.save();
            assertThat(stored.entryCounts()).as("seed %d", seed).isEmpty();
        }
    }

    private static ExpiryIndex open(ShardTables over) {
        return new ExpiryIndex(over.terms(TermName.EXPIRY_BUCKETS));
    }

    /** Takes out all that is due, a few at a time. */
    private static void take(
            ExpiryIndex index, long now, int max, Set<Entry> expected, String where) {
        Set<Entry> due = new HashSet<>(expected);
        due.removeIf(entry -> entry.at() > now);
        Set<Entry> taken = new HashSet<>();
        for (List<Entry> some = due(index, now, max);
                !some.isEmpty();
                some = due(index, now, max)) {
            assertThat(some).as(where).hasSizeLessThanOrEqualTo(max);
            for (Entry entry : some) {
                index.remove(entry.at(), entry.member() % 3, member(entry.member()));
                assertThat(taken.add(entry)).as(where).isTrue();
            }
        }
        assertThat(taken).as(where).isEqualTo(due);
        expected.removeAll(due);
    }

    private static List<Entry> due(ExpiryIndex index, long now, int max) {
        List<Entry> entries = new ArrayList<>();
        for (Due each : index.due(now, max)) {
            entries.add(new Entry(each.at(), each.member()[0]));
        }
        return entries;
    }

    private static byte[] member(int number) {
        return new byte[] {(byte) number};
    }
}
