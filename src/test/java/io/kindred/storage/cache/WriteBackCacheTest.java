package io.kindred.storage.cache;

import io.kindred.storage.AccessCounts;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.MeteredShardTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.memory.InMemoryShardTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WriteBackCacheTest {

    private static final Set<Name> ALL = EnumSet.allOf(Name.class);
    private static final int CASES = 300;
    private static final int STEPS = 400;
    private static final int KEYS = 40;

    /** Room for eight entries of a byte of key and one of value. */
    private static final long EIGHT = 8 * (CacheEntry.OVERHEAD + 2);

    private static final long ONE = EIGHT / 8;

    private final InMemoryShardTables inMemory = new InMemoryShardTables();
    private final FailingTables failing = new FailingTables(inMemory);
    private final MeteredShardTables below = new MeteredShardTables(failing);
    private final AccessCounts counts = below.counts(Name.RECORDS);

    @Test
    void cachesFoundEntriesAndNotMissingOnes() {
        putBelow(1, 2);
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        for (int time = 0; time < 3; time++) {
            assertThat(table.get(bytes(1))).containsExactly(2);
            assertThat(table.get(bytes(9))).isNull();
        }
        assertThat(counts.hits()).isEqualTo(1);
        assertThat(counts.misses()).isEqualTo(3);
        assertThat(cache.misses()).isEqualTo(4);
        assertThat(cache.hits()).isEqualTo(2);
        assertThat(cache.bytes()).isEqualTo(ONE);
    }

    @Test
    void writesOfUncachedEntriesGoThroughWithoutCaching() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        assertThat(table.get(bytes(1))).isNull();
        table.put(bytes(1), bytes(2));
        table.put(bytes(1), bytes(3));
        table.remove(bytes(4));
        assertThat(counts.puts()).isEqualTo(2);
        assertThat(counts.removes()).isEqualTo(1);
        assertThat(cache.dirtyWrites()).isEqualTo(3);
        assertThat(cache.dirtyEntries()).isZero();
        assertThat(cache.bytes()).isZero();
        assertThat(below.bytes(Name.RECORDS).get(bytes(1))).containsExactly(3);
    }

    @Test
    void anEntryWrittenThroughIsCachedOnceItIsRead() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        table.put(bytes(1), bytes(2));
        assertThat(table.get(bytes(1))).containsExactly(2);
        table.put(bytes(1), bytes(3));
        assertThat(table.get(bytes(1))).containsExactly(3);
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(counts.hits()).isEqualTo(1);
        assertThat(cache.dirtyEntries()).isEqualTo(1);
    }

    @Test
    void aFlushWritesAnEntryOnceHoweverOftenItWasPut() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        hold(table, 1);
        for (int value = 0; value < 5; value++) {
            table.put(bytes(1), bytes(value));
        }
        assertThat(counts.puts()).isZero();
        assertThat(cache.dirtyEntries()).isEqualTo(1);
        cache.flush();
        cache.flush();
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(cache.dirtyEntries()).isZero();
        assertThat(cache.dirtyWrites()).isEqualTo(1);
        assertThat(below.bytes(Name.RECORDS).get(bytes(1))).containsExactly(4);
    }

    @Test
    void aMissingEntryPutAndRemovedBetweenFlushesIsNotWritten() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        hold(table, 1);
        table.remove(bytes(1));
        cache.flush();
        assertThat(counts.removes()).isEqualTo(1);
        table.put(bytes(1), bytes(2));
        assertThat(cache.dirtyEntries()).isEqualTo(1);
        table.remove(bytes(1));
        table.remove(bytes(1));
        assertThat(table.get(bytes(1))).isNull();
        assertThat(counts.misses()).isZero();
        assertThat(cache.dirtyEntries()).isZero();
        cache.flush();
        assertThat(counts.puts()).isZero();
        assertThat(counts.removes()).isEqualTo(1);
    }

    @Test
    void anEntryRemovedAndWrittenAgainCanBeRemovedAgain() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        hold(table, 1);
        table.remove(bytes(1));
        cache.flush();
        table.put(bytes(1), bytes(3));
        cache.flush();
        table.remove(bytes(1));
        cache.flush();
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(counts.removes()).isEqualTo(2);
        assertThat(below.bytes(Name.RECORDS).get(bytes(1))).isNull();
    }

    @Test
    void anExistingEntryPutAndRemovedBetweenFlushesIsRemoved() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        hold(table, 1);
        table.put(bytes(1), bytes(3));
        table.remove(bytes(1));
        cache.flush();
        assertThat(counts.puts()).isZero();
        assertThat(counts.removes()).isEqualTo(1);
        assertThat(below.bytes(Name.RECORDS).get(bytes(1))).isNull();
    }

    @Test
    void evictsTheLeastRecentlyUsedEntry() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        holdDirty(table, 8);
        assertThat(cache.bytes()).isEqualTo(EIGHT);
        assertThat(cache.evictions()).isZero();
        table.get(bytes(0));
        hold(table, 8);
        assertThat(cache.bytes()).isEqualTo(EIGHT);
        assertThat(cache.evictions()).isEqualTo(1);
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(below.bytes(Name.RECORDS).get(bytes(1))).containsExactly(101);
        long misses = cache.misses();
        table.get(bytes(0));
        table.get(bytes(8));
        assertThat(cache.misses()).isEqualTo(misses);
        table.get(bytes(1));
        assertThat(cache.misses()).isEqualTo(misses + 1);
    }

    @Test
    void writesOfUncachedEntriesEvictNothing() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        for (int key = 0; key < 8; key++) {
            hold(table, key);
        }
        for (int key = 8; key < 100; key++) {
            assertThat(table.get(bytes(key))).isNull();
            table.put(bytes(key), bytes(key));
        }
        assertThat(cache.evictions()).isZero();
        long misses = cache.misses();
        for (int key = 0; key < 8; key++) {
            table.get(bytes(key));
        }
        assertThat(cache.misses()).isEqualTo(misses);
    }

    @Test
    void entriesLargerThanTheCacheAreWrittenThrough() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        hold(table, 1);
        table.put(bytes(1), bytes(4));
        assertThat(counts.puts()).isZero();
        table.put(bytes(1), bytes(1, 2));
        assertThat(cache.bytes()).isZero();
        assertThat(cache.dirtyEntries()).isZero();
        assertThat(counts.puts()).isEqualTo(1);
        long hits = counts.hits();
        assertThat(table.get(bytes(1))).containsExactly(1, 2);
        assertThat(table.get(bytes(1))).containsExactly(1, 2);
        assertThat(counts.hits()).isEqualTo(hits + 2);
        assertThat(cache.bytes()).isZero();
        table.put(bytes(1), bytes(3));
        assertThat(table.get(bytes(1))).containsExactly(3);
        assertThat(table.get(bytes(1))).containsExactly(3);
        assertThat(counts.hits()).isEqualTo(hits + 3);
    }

    @Test
    void aCacheOfZeroBytesCachesNothing() {
        WriteBackCache cache = cache(0);
        ByteTable table = table(cache);
        table.put(bytes(1), bytes(2));
        table.get(bytes(1));
        table.get(bytes(1));
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(counts.hits()).isEqualTo(2);
    }

    @Test
    void cachesOnlyTheNamedTables() {
        for (Set<Name> names : List.of(Set.<Name>of(), Set.of(Name.COMPONENTS))) {
            long puts = counts.puts();
            WriteBackCache cache = new WriteBackCache(EIGHT, names, shard -> {});
            ShardTables tables = cache.over(0, below);
            tables.bytes(Name.RECORDS).put(bytes(1), bytes(2));
            assertThat(counts.puts()).isEqualTo(puts + 1);
            tables.bytes(Name.RECORDS).get(bytes(1));
            assertThat(cache.bytes()).isZero();
        }
    }

    @Test
    void anEntryThatFailsToBeWrittenStaysDirty() {
        WriteBackCache cache = cache(EIGHT);
        ByteTable table = table(cache);
        holdDirty(table, 8);
        putBelow(8, 8);
        failing.failing = "put";
        assertThatThrownBy(cache::flush).hasMessage("put");
        assertThatThrownBy(() -> table.get(bytes(8))).hasMessage("put");
        assertThatThrownBy(() -> table.put(bytes(9), bytes(9))).hasMessage("put");
        assertThatThrownBy(() -> table.put(bytes(7), bytes(1, 2, 3))).hasMessage("put");
        failing.failing = "get";
        assertThatThrownBy(() -> table.get(bytes(9))).hasMessage("get");
        failing.failing = "";
        assertThat(table.get(bytes(7))).containsExactly(107);
        assertThat(table.get(bytes(9))).isNull();
        cache.flush();
        for (int key = 0; key < 8; key++) {
            assertThat(below.bytes(Name.RECORDS).get(bytes(key))).containsExactly(100 + key);
        }
        assertThat(below.bytes(Name.RECORDS).get(bytes(8))).containsExactly(8);
    }

    @Test
    void restoresTheCurrentShardAfterAnEvictionEvenIfItFails() {
        Shards shards = new Shards(2);
        WriteBackCache cache = new WriteBackCache(EIGHT, ALL, shards::enter);
        ByteTable first = cache.over(0, shards).bytes(Name.RECORDS);
        ByteTable second = cache.over(1, shards).bytes(Name.RECORDS);
        shards.enter(0);
        for (int key = 0; key < 8; key++) {
            first.put(bytes(key), bytes(key));
            first.get(bytes(key));
            first.put(bytes(key), bytes(100 + key));
        }
        shards.enter(1);
        second.put(bytes(1), bytes(9));
        second.put(bytes(2), bytes(9));
        shards.failing = true;
        assertThatThrownBy(() -> second.get(bytes(1))).hasMessage("put");
        assertThat(shards.entered).isEqualTo(1);
        shards.failing = false;
        assertThat(shards.of(0).get(bytes(0))).containsExactly(0);
        assertThat(second.get(bytes(2))).containsExactly(9);
        assertThat(shards.entered).isEqualTo(1);
        assertThat(shards.of(0).get(bytes(0))).containsExactly(100);
        assertThat(shards.of(1).get(bytes(0))).isNull();
    }

    @Test
    void aScanFlushesItsTableAndCachesNothing() {
        WriteBackCache cache = cache(EIGHT);
        ShardTables tables = cache.over(0, below);
        ByteTable table = tables.bytes(Name.RECORDS);
        holdDirty(table, 2);
        putBelow(5, 5);
        tables.bytes(Name.META).put(bytes(1), bytes(1));
        tables.bytes(Name.META).get(bytes(1));
        tables.bytes(Name.META).put(bytes(1), bytes(2));
        long held = cache.bytes();

        List<Integer> walked = new ArrayList<>();
        table.scan().forEachRemaining(entry -> walked.add((int) entry.value()[0]));

        assertThat(walked).containsExactlyInAnyOrder(100, 101, 5);
        assertThat(cache.dirtyEntries()).as("of the other table").isEqualTo(1);
        assertThat(cache.bytes()).isEqualTo(held);
        assertThat(counts.scans()).isEqualTo(1);
        assertThat(counts.walked()).isEqualTo(3);
    }

    @Test
    void aShardHasOneSetOfTables() {
        WriteBackCache cache = cache(EIGHT);
        cache.over(1, below);
        assertThatThrownBy(() -> cache.over(1, below))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shard 1");
    }

    @Test
    void behavesLikeAMapAtAnySize() {
        for (long seed = 0; seed < CASES; seed++) {
            Random dice = new Random(seed);
            long[] budgets = {0, 500, 1_000, 2_000, 4_000, 20_000, 1 << 20};
            long budget = budgets[dice.nextInt(budgets.length)];
            new Model(dice, budget, "seed " + seed + ", budget " + budget).run();
        }
    }

    private void putBelow(int key, int value) {
        inMemory.bytes(Name.RECORDS).put(bytes(key), bytes(value));
    }

    /** Puts a key below and finds it, so that it is held. */
    private void hold(ByteTable table, int key) {
        putBelow(key, key);
        assertThat(table.get(bytes(key))).containsExactly(key);
    }

    /** Holds the first keys, each with 100 more than itself that is yet to be written. */
    private void holdDirty(ByteTable table, int keys) {
        for (int key = 0; key < keys; key++) {
            hold(table, key);
            table.put(bytes(key), bytes(100 + key));
        }
    }

    private WriteBackCache cache(long budget) {
        return new WriteBackCache(budget, ALL, shard -> {});
    }

    private ByteTable table(WriteBackCache cache) {
        return cache.over(0, below).bytes(Name.RECORDS);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Random accesses to the tables of several shards, held against plain maps. */
    private static final class Model {
        private static final List<Name> NAMES = List.of(Name.RECORDS, Name.COMPONENTS, Name.META);

        private final Random dice;
        private final long budget;
        private final String where;
        private final Shards shards;
        private final WriteBackCache cache;
        private final List<ShardTables> cached = new ArrayList<>();
        private final Map<List<Object>, byte[]> expected = new HashMap<>();

        Model(Random dice, long budget, String where) {
            this.dice = dice;
            this.budget = budget;
            this.where = where;
            this.shards = new Shards(1 + dice.nextInt(4));
            this.cache = new WriteBackCache(budget, Set.of(Name.RECORDS, Name.META), shards::enter);
            for (int shard = 0; shard < shards.size(); shard++) {
                cached.add(cache.over(shard, shards));
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int shard = dice.nextInt(shards.size());
                shards.enter(shard);
                access(shard, NAMES.get(dice.nextInt(NAMES.size())), key());
                assertThat(shards.entered).as(where).isEqualTo(shard);
                assertThat(cache.bytes()).as(where).isLessThanOrEqualTo(budget);
                if (dice.nextInt(50) == 0) {
                    flush();
                }
            }
            flush();
        }

        private void access(int shard, Name name, byte[] key) {
            ByteTable table = cached.get(shard).bytes(name);
            List<Object> place = List.of(shard, name, new ByteKey(key));
            switch (dice.nextInt(4)) {
                case 0 -> {
                    if (dice.nextInt(10) == 0) {
                        assertThat(scanned(table)).as(where).isEqualTo(expected(shard, name));
                    }
                    table.remove(key);
                    expected.remove(place);
                }
                case 1 -> {
                    byte[] value = new byte[dice.nextInt(8) == 0 ? 600 : dice.nextInt(20)];
                    dice.nextBytes(value);
                    table.put(key, value);
                    expected.put(place, value);
                }
                default -> assertThat(table.get(key)).as(where).isEqualTo(expected.get(place));
            }
        }

        private void flush() {
            cache.flush();
            assertThat(cache.dirtyEntries()).as(where).isZero();
            Map<List<Object>, byte[]> actual = new HashMap<>();
            for (int shard = 0; shard < shards.size(); shard++) {
                for (Name name : NAMES) {
                    for (int key = 0; key < KEYS; key++) {
                        byte[] value = shards.tables.get(shard).bytes(name).get(bytesOf(key));
                        if (value != null) {
                            actual.put(List.of(shard, name, new ByteKey(bytesOf(key))), value);
                        }
                    }
                }
            }
            assertThat(actual.keySet()).as(where).isEqualTo(expected.keySet());
            actual.forEach(
                    (place, value) -> assertThat(value).as(where).isEqualTo(expected.get(place)));
        }

        private static Map<ByteKey, ByteKey> scanned(ByteTable table) {
            Map<ByteKey, ByteKey> entries = new HashMap<>();
            table.scan()
                    .forEachRemaining(
                            entry ->
                                    assertThat(
                                                    entries.put(
                                                            new ByteKey(entry.key()),
                                                            new ByteKey(entry.value())))
                                            .isNull());
            return entries;
        }

        private Map<ByteKey, ByteKey> expected(int shard, Name name) {
            Map<ByteKey, ByteKey> entries = new HashMap<>();
            expected.forEach(
                    (place, value) -> {
                        if (place.subList(0, 2).equals(List.of(shard, name))) {
                            entries.put((ByteKey) place.get(2), new ByteKey(value));
                        }
                    });
            return entries;
        }

        private byte[] key() {
            return bytesOf(dice.nextInt(KEYS));
        }

        /** Of any length; only the first two are the same. */
        private static byte[] bytesOf(int key) {
            byte[] bytes = new byte[key / 2];
            Arrays.fill(bytes, (byte) key);
            return bytes;
        }
    }

    /** The tables of whichever shard was entered. */
    private static final class Shards implements ShardTables {
        private final List<InMemoryShardTables> tables = new ArrayList<>();
        private int entered;
        private boolean failing;

        Shards(int shards) {
            for (int shard = 0; shard < shards; shard++) {
                tables.add(new InMemoryShardTables());
            }
        }

        int size() {
            return tables.size();
        }

        void enter(int shard) {
            entered = shard;
        }

        ByteTable of(int shard) {
            return tables.get(shard).bytes(Name.RECORDS);
        }

        @Override
        public ByteTable bytes(Name name) {
            return new ByteTable() {
                @Override
                public byte @Nullable [] get(byte[] key) {
                    return tables.get(entered).bytes(name).get(key);
                }

                @Override
                public void put(byte[] key, byte[] value) {
                    if (failing) {
                        throw new IllegalStateException("put");
                    }
                    tables.get(entered).bytes(name).put(key, value);
                }

                @Override
                public void remove(byte[] key) {
                    tables.get(entered).bytes(name).remove(key);
                }

                @Override
                public Iterator<TermTable.Entry> scan() {
                    return tables.get(entered).bytes(name).scan();
                }
            };
        }

        @Override
        public TermTable terms(TermName name) {
            return tables.get(entered).terms(name);
        }
    }

    /** Tables that fail when they are told to. */
    private static final class FailingTables implements ShardTables {
        private final ShardTables tables;

        /** What fails: {@code get}, {@code put} or {@code remove}. */
        private String failing = "";

        FailingTables(ShardTables tables) {
            this.tables = tables;
        }

        private void check(String what) {
            if (what.equals(failing)) {
                throw new IllegalStateException(what);
            }
        }

        @Override
        public ByteTable bytes(Name name) {
            ByteTable table = tables.bytes(name);
            return new ByteTable() {
                @Override
                public byte @Nullable [] get(byte[] key) {
                    check("get");
                    return table.get(key);
                }

                @Override
                public void put(byte[] key, byte[] value) {
                    check("put");
                    table.put(key, value);
                }

                @Override
                public void remove(byte[] key) {
                    check("remove");
                    table.remove(key);
                }

                @Override
                public Iterator<TermTable.Entry> scan() {
                    return table.scan();
                }
            };
        }

        @Override
        public TermTable terms(TermName name) {
            return tables.terms(name);
        }
    }
}
